// The page of a clinic: whether it is open now, which day is today, and which dated facts hold today.

import { fill } from "./fill.js";
import { clock, DAY, dayOf, number, weekday } from "./hours.js";
import { now } from "./now.js";
import { opening } from "./opening.js";

const panel = document.querySelector("[data-hours]");
const rules = JSON.parse(panel.dataset.hours);
const line = panel.querySelector("[data-open-now]");
let timer;

function update() {
  const instant = now(rules.zone);
  const today = Math.floor(clock(rules.zone, instant) / DAY);
  if (line) {
    const { kind, ...words } = opening(rules, instant, line.dataset);
    line.dataset.kind = kind;
    fill(line, words);
  }
  for (const item of document.querySelectorAll("[data-from], [data-until]")) {
    const { from, until } = item.dataset;
    item.hidden = (from && today < number(from)) || (until && number(until) < today);
  }
  const isUsual = dayOf(rules, today).cause === "week";
  panel.querySelectorAll("tbody tr").forEach((row, day) => mark(row, isUsual && day === weekday(today)));
  for (const item of panel.querySelectorAll("[data-first]"))
    mark(item, number(item.dataset.first) <= today && today <= number(item.dataset.until));
  clearTimeout(timer);
  timer = setTimeout(update, 6e4 - (instant % 6e4));
}

function mark(item, isToday) {
  if (isToday) item.ariaCurrent = "date";
  else item.removeAttribute("aria-current");
}

document.addEventListener("visibilitychange", update);
update();
