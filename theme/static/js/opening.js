// What visitors read about a state of hours.js. The phrases are in macros/opening.html: # stands for a
// time, ## for a day or a reason.

import { DAY, shown, stateAt } from "./hours.js";

const format = (options) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "UTC", ...options });
const inWords = (options, minutes) => format(options).format(minutes * 6e4);

// The time zone where the visitor's clock shows another time: MT, CT.
function zoneName(zone, instant) {
  const here = Math.floor(instant / 6e4) - new Date(instant).getTimezoneOffset();
  if (shown(zone, instant) === here) return "";
  const parts = format({ timeZone: zone, timeZoneName: "shortGeneric" }).formatToParts(instant);
  return ` ${parts.find(({ type }) => type === "timeZoneName").value}`;
}

function dayWords(day, today, phrases) {
  if (day === today + 1) return phrases.tomorrow;
  const date = day - today < 7 ? {} : { month: "long", day: "numeric" };
  return inWords({ weekday: "long", ...date }, day * DAY);
}

// `state` and `detail`, two short lines; the second one may be empty.
export function opening(rules, instant, phrases) {
  const { kind, now, today, day, until, opens, ask } = stateAt(rules, instant);
  const zone = zoneName(rules.zone, instant);
  // In one pass: a reason may have signs of its own.
  const say = (phrase, minutes, word) =>
    phrases[phrase].replace(/##?/g, (sign) =>
      sign === "##" ? word : inWords({ hour: "numeric", minute: "2-digit" }, minutes) + zone,
    );
  const isReason = day.cause === "special" && day.reason;
  if (kind === "open")
    return { kind, state: until - now > DAY ? phrases.open : say("openUntil", until), detail: isReason ? day.reason : "" };
  const closed = { opening: phrases.notYetOpen, closure: phrases.closure }[day.cause];
  const isWholeDay = isReason && day.hours === "closed";
  const state = { unknown: phrases.unknown, "by appointment": phrases.appointment }[kind];
  return { kind, state: state || closed || (isWholeDay ? say("closedFor", 0, day.reason) : phrases.closed), detail: next() };

  function next() {
    if (ask) {
      if (ask.day === today) return isReason ? day.reason : "";
      return say(ask.hours ? "byAppointment" : "ask", 0, dayWords(ask.day, today, phrases));
    }
    if (opens === undefined) return "";
    const opensOn = Math.floor(opens / DAY);
    return opensOn === today ? say("opensAt", opens) : say("opensOn", opens, dayWords(opensOn, today, phrases));
  }
}
