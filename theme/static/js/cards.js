// The cards of the near-me answer: one for each clinic, and a line before those that are far away.

import { fill } from "./fill.js";
import { opening } from "./opening.js";
import { distanceWords, rulesOf } from "./search.js";

const FAR = 100; // miles

export function cards(template, root, clinics, origin, bits, instant, isOpen) {
  const first = clinics.find(({ miles }) => miles > FAR);
  return clinics.flatMap((clinic) => {
    const item = card(template, root, clinic, origin, bits, instant, isOpen);
    return clinic === first ? [template.content.lastElementChild.cloneNode(true), item] : item;
  });
}

function card({ content, dataset }, root, { columns, row, miles }, origin, bits, instant, isOpen) {
  const [slug, name, address, telephone, flags, sure] = [..."snapfc"].map((column) => columns[column][row]);
  const isSure = (bit) => (sure[Math.floor(bit / 31)] >> bit % 31) & 1;
  const names = (some) => some.map((bit) => root.filters[bit][1]).join(", ");
  const [digits, extension] = telephone.replace(/^(...)(...)/, "$1-$2-").split(";ext=");
  const number = extension ? dataset.extension.replace("##", extension).replace("#", digits) : digits;
  const values = {
    name,
    address,
    page: `/locations/${slug.replace("-", "/")}/`,
    distance: distanceWords(miles, origin.isMiddle || flags & 1, dataset),
    unconfirmed: (flags & 12) === 4,
    nowhere: flags & 8,
    number: number || root.telephone[0],
    dial: number ? `tel:+1${telephone}` : root.telephone[1],
    main: !number,
    directions: !(flags & 8) && root.directions + encodeURIComponent(address),
    offers: names(bits.filter(isSure)),
    ask: names(bits.filter((bit) => !isSure(bit))),
  };
  const rules = rulesOf(columns, row);
  const item = content.firstElementChild.cloneNode(true);
  const line = item.querySelector(".opening");
  // Of hours it says what the page of the clinic says, which has no line while its week is not known.
  item.refresh = (instant) => {
    const { kind, ...words } = opening(rules, instant, line.dataset);
    const hours = isOpen || kind !== "unknown" || rules.week.some(Boolean);
    const soon = flags & 2 && (!hours || words.state === line.dataset.notYetOpen);
    line.dataset.kind = kind;
    fill(item, { ...values, ...words, hours, soon });
  };
  item.refresh(instant);
  return item;
}
