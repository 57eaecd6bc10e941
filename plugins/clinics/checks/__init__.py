"""The rules that every location and every text must keep, as a table.

A check is a generator of Problems over the catalog. Its docstring's first line is the rule in
words; `locations/README.md` lists them. Malformed is an error, doubtful a warning; what is
missing is no problem but a line of the readiness report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..catalog import Catalog
from ..going_out import is_draft, written
from ..problems import Problem, Severity
from . import (
    address,
    content,
    coordinates,
    editorial,
    example,
    faq,
    going_out,
    hours,
    identity,
    images,
    ledger,
    link_exceptions,
    links,
    organization,
    redirects,
    references,
    similar,
    status,
    tables,
    telephone,
    text,
    texts,
)

Check = Callable[[Catalog], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    text.no_misleading_characters,
    example.nothing_is_left_of_the_example,
    example.texts_differ_from_the_example,
    identity.slugs_are_well_formed,
    identity.slug_begins_with_the_state,
    identity.ids_are_unique_and_permanent,
    identity.names_are_unique_in_a_state,
    redirects.former_addresses_are_unique,
    redirects.former_addresses_are_not_in_use,
    redirects.redirects_lead_to_a_page,
    redirects.redirects_need_one_step,
    redirects.redirects_lead_to_clinics_that_take_patients,
    redirects.patterns_are_understood,
    redirects.patterns_leave_pages_alone,
    redirects.patterns_do_not_overlap,
    ledger.published_addresses_stay,
    organization.emergency_lines_are_named,
    organization.shared_ids_are_unique,
    references.regions_exist,
    references.services_exist,
    references.carriers_exist,
    references.languages_exist,
    references.telehealth_states_exist,
    references.providers_exist,
    references.providers_work_somewhere,
    references.appointment_hosts_are_known,
    references.unconfirmed_paths_lead_somewhere,
    references.no_item_is_listed_twice,
    telephone.area_code_fits_the_state,
    telephone.numbers_are_not_shared,
    telephone.numbers_are_real,
    telephone.short_numbers_are_for_emergencies,
    address.postal_code_fits_the_state,
    address.street_is_complete,
    address.no_post_office_box,
    address.cities_are_spelled_alike,
    address.addresses_are_unique,
    address.time_zone_fits_the_state,
    coordinates.coordinates_are_in_the_state,
    coordinates.coordinates_are_near_the_postal_code,
    coordinates.coordinates_have_four_decimals,
    coordinates.coordinates_are_unique,
    coordinates.coordinates_are_in_the_time_zone,
    hours.days_have_a_plausible_length,
    hours.nights_end_before_the_next_day_begins,
    hours.special_dates_are_whole,
    hours.special_dates_have_a_reason,
    hours.special_dates_do_not_overlap,
    hours.holidays_are_listed_once,
    hours.dated_facts_have_a_plausible_length,
    hours.dated_facts_are_not_over,
    status.status_has_its_dates,
    status.successor_exists,
    status.confirmation_is_recent,
    content.page_names_are_their_own,
    content.titles_are_unique,
    content.prose_is_plain_markdown,
    content.prose_has_a_reasonable_size,
    links.links_lead_somewhere,
    links.links_are_whole,
    links.links_lead_to_published_clinics,
    links.links_pass_no_redirect,
    links.links_name_anchors_that_are_there,
    links.links_to_ourselves_have_no_host,
    links.links_can_be_dialed,
    images.images_are_described,
    images.images_exist,
    images.images_are_used,
    images.images_are_written_plainly,
    tables.columns_are_named,
    link_exceptions.link_exceptions_are_unique,
    link_exceptions.link_exceptions_have_not_ended,
    link_exceptions.link_exceptions_are_used,
    faq.topics_exist,
    faq.references_of_questions_exist,
    faq.questions_ask,
    faq.questions_are_answered,
    faq.questions_are_asked_once,
    texts.subjects_exist,
    texts.citations_exist,
    texts.statements_are_compared,
    texts.medical_texts_cite_sources,
    texts.medical_texts_rest_on_several_sources,
    texts.review_dates_are_in_order,
    texts.reviews_are_frequent,
    texts.reviews_are_not_overdue,
    texts.questions_of_texts_exist,
    texts.faq_sections_are_well_formed,
    going_out.first_and_last_days_are_in_order,
    going_out.texts_name_a_page_to_see_instead,
    going_out.texts_that_were_public_stay_out,
    going_out.links_lead_to_texts_that_are_out,
    editorial.wording_ids_are_unique,
    editorial.texts_keep_the_editorial_rules,
    editorial.facts_keep_the_wording,
    similar.prose_is_written_for_its_page,
)


MAY_WAIT: frozenset[Check] = frozenset(
    (
        example.texts_differ_from_the_example,
        links.links_lead_somewhere,
        links.links_name_anchors_that_are_there,
        faq.questions_are_answered,
        texts.statements_are_compared,
        texts.medical_texts_cite_sources,
        editorial.texts_keep_the_editorial_rules,
    )
)
"""Rules that a draft may break while it is being written: no visitor sees it."""


def run_checks(catalog: Catalog) -> list[Problem]:
    """Every problem that any check finds, unsorted; what may wait is a warning in a draft."""
    return [problem for found in check_by_check(catalog) for problem in found]


def check_by_check(catalog: Catalog) -> Iterator[list[Problem]]:
    """The same, rule by rule, for a program that has other things to do in between."""
    drafts = {
        item.entry.source.path for item in written(catalog.repository) if is_draft(item.entry.value)
    }
    for check in CHECKS:
        yield [
            replace(problem, severity=Severity.WARNING)
            if check in MAY_WAIT and problem.path in drafts
            else problem
            for problem in check(catalog)
        ]


def rules() -> list[str]:
    """The rules in words, in the order of the table."""
    return [(check.__doc__ or "").splitlines()[0] for check in CHECKS]
