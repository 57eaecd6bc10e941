// When a clinic is open, by the rules in its page: the same as plugins/clinics/hours.py, which says why.
// Local times are whole minutes since the first day of 1970, as if every day had 24 hours.

export const DAY = 1440;
const HORIZON = 400;
const clocks = {};

export const number = (date) => Date.parse(date) / 864e5; // days are counted from 1970 too
export const weekday = (day) => (day + 3) % 7; // 0 is Monday

// What the clock on the wall of a zone shows at an instant, which is in milliseconds.
export function shown(zone, instant) {
  clocks[zone] ??= new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = clocks[zone].formatToParts(instant).map(({ type, value }) => [type, +value]);
  const { year, month, day, hour, minute } = Object.fromEntries(parts);
  return Date.UTC(year, month - 1, day, hour, minute) / 6e4;
}

// The latest time that the clock has shown: in the hour that autumn repeats it stays before the hour's end.
export function clock(zone, instant) {
  const now = shown(zone, instant);
  if (shown(zone, instant - 36e5) < now) return now;
  const before = Array.from({ length: 60 }, (_, minutes) => shown(zone, instant - minutes * 6e4));
  return Math.max(...before);
}

// The hours of a day, which rule gives them, and why.
export function dayOf(rules, day) {
  const usual = rules.week[weekday(day)];
  const span = rules.spans.find(([first, last]) => !(first && day < number(first)) && !(last && number(last) < day));
  if (!span) return { hours: usual, cause: "week", reason: "" };
  const [, , hours, cause, reason] = span;
  return { hours: hours === "regular hours" ? usual : hours, cause, reason };
}

// The hours that begin on a day, as local times.
function intervals(rules, day) {
  const { hours } = dayOf(rules, day);
  if (hours === "open 24 hours") return [[day * DAY, (day + 1) * DAY]];
  if (!/\d/.test(hours)) return [];
  return hours.split(", ").map((range) => {
    const [opens, closes] = range.split("-").map((time) => day * DAY + time.slice(0, 2) * 60 + +time.slice(3));
    return [opens, closes > opens ? closes : closes + DAY];
  });
}

// What holds at an instant: its kind, local time, and the day whose rule says so; then until when the clinic
// is open, or when it opens, or on which day one has to ask first.
export function stateAt(rules, instant) {
  const now = clock(rules.zone, instant);
  const today = Math.floor(now / DAY);
  const state = { now, today, day: dayOf(rules, today) };
  for (const day of [today - 1, today]) {
    const open = intervals(rules, day).find(([opens, closes]) => opens <= now && now < closes);
    if (open) return { ...state, day: dayOf(rules, day), kind: "open", until: end(rules, open[1]) };
  }
  const { hours } = state.day;
  state.kind = hours === null ? "unknown" : hours === "by appointment" ? hours : "closed";
  for (let day = today; day < today + HORIZON; day++) {
    const { hours } = dayOf(rules, day);
    if (hours === null || hours === "by appointment") return { ...state, ask: { day, hours } };
    const next = intervals(rules, day).find(([opens]) => now < opens);
    if (next) return { ...state, opens: next[0] };
  }
  return state;
}

// Where hours go on into others, they end with the last of them; a day ahead is far enough.
function end(rules, closes) {
  const limit = closes + DAY;
  for (let last; last !== closes && closes <= limit; ) {
    last = closes;
    const day = Math.floor(last / DAY);
    for (const [opens, later] of [day - 1, day].flatMap((each) => intervals(rules, each)))
      if (opens <= closes) closes = Math.max(closes, later);
  }
  return closes;
}
