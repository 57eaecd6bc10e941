# The commands of this project. A line with "##" is a command; `make` lists them.
# AS_OF (a date), SITEURL, LAST_GOOD, FEWER_PAGES, PORT, PROFILE, FILE, CSV, WRITE, FRESH, BASE (a commit),
# MARKDOWN (a file), GITHUB and CHROMIUM may be given: `make html AS_OF=2026-12-24`. make hands them to the
# programs through the environment.

PYTHON := .venv/bin/python
CLINICS := $(PYTHON) -m plugins.clinics
# Python keeps what it has compiled even where the machine says not to: else each run would compile
# all tests again, and each build within it the plugin.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -n 2

LOCK := --quiet --universal --python-version 3.11 --generate-hashes \
  --custom-compile-command "make lock" $(if $(call given,UPGRADE),--upgrade)

# What people give is text: a $ in it is none of make's, which would run $(shell …) and take the $20 out
# of a message. `given` is what was said under a name, and empty for 0; programs read the variable itself.
given = $(filter-out 0,$(value $(1)))
$(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),\
  $(eval override $(name) := $$(value $(name)))$(eval export $(name))))

# What is given in the command line as NAME=… becomes --name=…; what the shell has under that name, which
# may be anything, does not.
option = $(if $(filter override,$(origin $(2))),--$(1)="$$$(2)")
options = $(foreach pair,$(1),$(call option,$(word 1,$(subst =, ,$(pair))),$(word 2,$(subst =, ,$(pair)))))

.PHONY: help serve test check explain html publish report overdue confirm new-location new-article new-question new-alert \
  addresses dates profile drift links verify bench weight audit lint format schema words lock clean tools
.DELETE_ON_ERROR:

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: .venv/.installed ## Show the site on localhost:8000 (or PORT), and every edit when it is saved
	@$(CLINICS) serve $(if $(call given,PORT),--port "$$PORT")

test: .venv/.installed-dev tools lint ## Run the linters and all tests but the long proofs
	@echo "Running the tests"
	@$(PYTEST) -m "not verify"

check: .venv/.installed ## Look for mistakes in the data and the content; writes nothing
	@$(CLINICS) check $(if $(call given,GITHUB),--github) $(if $(call given,BASE),--base "$$BASE")

explain: .venv/.installed ## Say in plain words what has changed since a commit (BASE=origin/main; MARKDOWN=file)
	@$(CLINICS) explain $(if $(call given,BASE),--base "$$BASE") $(if $(call given,MARKDOWN),--markdown >"$$MARKDOWN")

html: .venv/.installed ## Build the development site into output/
	@$(CLINICS) build

publish: .venv/.installed ## Build the production site into public/ (SITEURL; LAST_GOOD=1 in a hurry)
	@$(CLINICS) build --production $(if $(call given,LAST_GOOD),--last-good "$$LAST_GOOD") \
	  $(if $(call given,FEWER_PAGES),--fewer-pages)

report: .venv/.installed ## List what is to be confirmed, supplied or reviewed (CSV=1: write call-sheet.csv)
	@$(CLINICS) report $(if $(call given,CSV),--csv)

overdue: .venv/.installed ## Fail if a clinic was last confirmed more than 180 days ago
	@$(CLINICS) overdue

confirm: .venv/.installed ## Take what clinics said from FILE=call-sheet.csv; WRITE=1 writes it into the files
	@$(CLINICS) confirm $(if $(call given,WRITE),--write) -- "$$FILE"

new-location: .venv/.installed ## Ask about a new clinic, and write its file
	@$(CLINICS) new-location $(call options,zip=ZIP state=STATE city=CITY name=NAME street=STREET \
	  unit=UNIT phone=PHONE opens=OPENS time-zone=TIME_ZONE weekdays=WEEKDAYS saturday=SATURDAY \
	  sunday=SUNDAY services=SERVICES source=SOURCE confirmed=CONFIRMED by=BY)

new-article: .venv/.installed ## Ask about a new article, and write its beginning
	@$(CLINICS) new-article $(call options,title=TITLE description=DESCRIPTION \
	  regulatory-status=REGULATORY_STATUS services=SERVICES conditions=CONDITIONS \
	  published=PUBLISHED)

new-question: .venv/.installed ## Ask about a new question, and write its file
	@$(CLINICS) new-question $(call options,topic=TOPIC title=TITLE services=SERVICES \
	  conditions=CONDITIONS sources=SOURCES published=PUBLISHED answer=ANSWER)

new-alert: .venv/.installed ## Write a message for visitors into the file of a clinic
	@$(CLINICS) new-alert $(call options,clinic=CLINIC message=MESSAGE from=FROM to=TO level=LEVEL)

addresses: .venv/.installed ## Add the addresses of new pages and questions to tests/urls.txt
	@$(CLINICS) addresses

dates: .venv/.installed ## List the coming days on which the site changes by itself
	@$(CLINICS) dates

profile: .venv/.installed ## Write business-profile.csv, confirmed facts for Google Business Profile
	@$(CLINICS) profile

drift: .venv/.installed ## Compare a download of Google Business Profile (PROFILE=export.csv) with our files
	@$(CLINICS) drift -- "$$PROFILE"

links: .venv/.installed ## Ask other sites whether the pages we link to are there (FRESH=1: all of them again)
	@$(CLINICS) links $(if $(call given,FRESH),--fresh)

verify: .venv/.installed-dev tools ## Run all tests, the long proofs too
	@echo "Running the tests and the long proofs"
	@$(PYTEST)

lint: .venv/.installed-dev ## Check the Python code (rules, format, types) and the spelling of all texts
	@echo "Checking the Python code"
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy plugins
	@echo "Checking the spelling"
	@.venv/bin/typos

format: .venv/.installed-dev ## Repair what the linters can repair by themselves
	@echo "Formatting the Python code"
	@$(PYTHON) -m ruff check --fix-only
	@$(PYTHON) -m ruff format

bench: .venv/.installed-dev tools ## Measure near-me answers, what serving costs, how soon an edit is seen
	@$(PYTHON) -m bench.near_me
	@$(PYTHON) -m bench.serving
	@$(PYTHON) -m bench.preview

words: .venv/.installed-dev ## Collect the messages of the theme and the plugin for translators
	@$(PYTHON) -m tests.words

weight: .venv/.installed-dev tools ## Measure what the first visit to a page loads, for every template
	@$(PYTHON) -m bench.weight

audit: .venv/.installed-dev tools audit/node_modules/.installed ## Run Lighthouse on five pages (needs Node)
	@echo "Running Lighthouse; this takes about two minutes"
	@$(PYTHON) -m bench.audit

schema: .venv/.installed ## Write the JSON Schemas, which editors use, from the data models
	@$(CLINICS) schema

lock: .venv/.installed-dev ## Renew requirements*.txt after an edit of requirements*.in (UPGRADE=1: newest versions)
	@echo "Resolving the requirements"
	@.venv/bin/uv pip compile $(LOCK) requirements.in -o requirements.txt
	@.venv/bin/uv pip compile $(LOCK) requirements-dev.in -o requirements-dev.txt

clean: ## Remove all that these commands made, .venv too
	@echo "Removing the built sites, the sheet, the report of links, .venv, Lighthouse and the caches"
	@rm -rf output output-previous public public-previous .builds .venv audit/node_modules business-profile.csv links-report.md explanation.md \
	  .links-cache.json
	@find . -name .git -prune -o \( -name __pycache__ -o -name .pytest_cache -o -name .mypy_cache \
	  -o -name .ruff_cache -o -name .hypothesis \) -prune -exec rm -rf {} +

# The stamps are written last, so a broken set-up counts as none; and .venv is always made from
# scratch, so nothing is left over in it.
.venv/.installed: requirements.txt .venv/bin/python
	@bash .ci/provision venv $<
	@touch $@

# The older stamp goes first: an interrupted run must not leave half a set of packages behind.
.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@rm -f .venv/.installed
	@echo "Adding the test tools to .venv"
	@bash .ci/provision add $<
	@touch .venv/.installed $@

# No recipe: when the Python that .venv was made from is gone, .venv is made again.
.venv/bin/python: ;

audit/node_modules/.installed: audit/package-lock.json
	@bash .ci/provision audit
	@touch $@

tools: .venv/.installed-dev
	@bash .ci/provision $@
