import { clock, DAY } from "./hours.js";

// This instant; in a preview of another day (AS_OF), that day in the zone at this time. Without a zone
// it is the one of the visitor.
export function now(zone) {
  const { asOf } = document.documentElement.dataset;
  const instant = Date.now();
  return asOf ? instant + Date.parse(asOf) - Math.floor(clock(zone, instant) / DAY) * 864e5 : instant;
}
