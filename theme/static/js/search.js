// The nearest clinics, exactly, from few files: see plugins/clinics/near_me/README.md.

import { stateAt } from "./hours.js";

const DEGREE = Math.PI / 180;

export function milesBetween(a, b) {
  const half = (degrees) => Math.sin((degrees * DEGREE) / 2) ** 2;
  const cosines = Math.cos(a.latitude * DEGREE) * Math.cos(b.latitude * DEGREE);
  const inside = half(b.latitude - a.latitude) + cosines * half(b.longitude - a.longitude);
  return 2 * 3958.7613 * Math.asin(Math.sqrt(Math.min(1, inside)));
}

// The same words as Distance in plugins/clinics/distance.py; the template has them, with a sign for the number.
export function distanceWords(miles, isApproximate, words) {
  const whole = Math.floor(miles + 0.5);
  const number = whole.toLocaleString(document.documentElement.lang);
  if (isApproximate) return whole < 2 ? words.aboutOne : words.about.replace("#", number);
  const tenths = Math.floor(miles * 10 + 0.5);
  return tenths < 1 ? words.least : words.miles.replace("#", tenths < 100 ? (tenths / 10).toFixed(1) : number);
}

// No clinic in the box is nearer than this.
export function leastMiles(box, origin) {
  const [south, west, north, east] = box.map((edge) => edge / 100);
  const { latitude: y, longitude: x } = origin;
  const to = (latitude, longitude) => milesBetween(origin, { latitude, longitude });
  if (west <= x && x <= east) return y < south ? to(south, x) : y > north ? to(north, x) : 0;
  const toEdge = (edge) => {
    const along = Math.cos(y * DEGREE) * Math.cos((edge - x) * DEGREE);
    const foot = Math.atan2(Math.sin(y * DEGREE), along) / DEGREE;
    const isBeside = south <= foot && foot <= north;
    return isBeside ? to(foot, edge) : Math.min(to(south, edge), to(north, edge));
  };
  return Math.min(toEdge(west), toEdge(east));
}

// The rules of a clinic for hours.js; where none are known, that is what they say.
export function rulesOf({ h, z, w, d }, row) {
  const [zone, week, spans] = h[row] || [];
  return { zone: z[zone], week: w[week] ?? Array(7).fill(null), spans: d[spans] ?? [] };
}

// What the masks of a box begin with if a clinic may be open at an instant: the bit of a single day
// that is listed, else the one of three hours of the week (near_me/opening.py).
function hoursBits({ days }, instant) {
  const day = days.indexOf(Math.floor((instant - 288e5) / 864e5));
  const bit = day < 0 ? Math.floor(instant / 108e5) % 56 : 62 + day;
  return [0, 1, 2].map((word) => (Math.floor(bit / 31) === word) << bit % 31);
}

// The `count` nearest clinics that surely offer all that is needed, and those that may offer it and
// are not farther than these; with an instant, those that are open then, and those that may be.
export async function nearest(root, load, origin, need, count, instant) {
  const has = (mask, words) => words.every((word, at) => (mask[at] & word) === word);
  const words = [...(instant ? hoursBits(root, instant) : [0, 0, 0]), ...need];
  const kind = (columns, row) => (instant ? stateAt(rulesOf(columns, row), instant).kind : "open");
  const isSure = (columns, row) => has(columns.c[row], need) && kind(columns, row) === "open";
  const mayBe = (columns, row) => has(columns.u[row], need) && kind(columns, row) !== "closed";
  const search = (reach, mayHold, isWanted) => find(root, load, origin, count, reach, mayHold, isWanted);
  const confirmed = await search(Infinity, (sure) => has(sure, words), isSure);
  const reach = confirmed[count - 1]?.miles ?? Infinity;
  const isPossible = (columns, row) => mayBe(columns, row) && !isSure(columns, row);
  const isAsked = words.some(Boolean);
  return {
    confirmed,
    possible: isAsked ? await search(reach, (_, possible) => has(possible, words), isPossible) : [],
  };
}

async function find(root, load, origin, count, reach, mayHold, isWanted) {
  const rows = [];
  let queue = [];
  const enter = (entries, first, isLeaf) =>
    entries.forEach((entry, at) => {
      const masks = entry.slice(5);
      const possible = masks.splice(masks.length / 2);
      if (mayHold(masks, possible))
        queue.push({ number: first + at, isLeaf, miles: leastMiles(entry, origin) });
    });
  const open = async ({ number, isLeaf }) => {
    const file = await load(`t/${isLeaf ? "l" : "d"}${number}.json`);
    if (!isLeaf) return enter(file, number * root.directory, true);
    const [south, west] = file.o;
    file.s.forEach((_, row) => {
      const clinic = { latitude: (south + file.y[row]) / 1e5, longitude: (west + file.x[row]) / 1e5 };
      const miles = milesBetween(origin, clinic);
      if (miles <= reach && isWanted(file, row)) rows.push({ leaf: number, row, miles, columns: file });
    });
  };
  const isHinted = origin.hints?.length && count <= 10 && mayHold([], []);
  if (isHinted) queue = origin.hints.map((number) => ({ number, isLeaf: true, miles: 0 }));
  else enter(root.entries, 0, !root.directory);
  for (let size = isHinted ? queue.length : 2; queue.length; size = Math.min(size * 1.5, 8)) {
    // Rounding may move a distance to the far side of the Earth by a meter.
    const limit = (rows[count - 1]?.miles ?? reach) + 0.001;
    queue.sort((a, b) => a.miles - b.miles);
    const batch = queue.slice(0, size).filter((box) => box.miles <= limit);
    if (!batch.length) break;
    queue.splice(0, batch.length);
    await Promise.all(batch.map(open));
    rows.sort((a, b) => a.miles - b.miles || a.leaf - b.leaf || a.row - b.row);
  }
  const found = rows.slice(0, count);
  const isLeft = queue.some((box) => box.miles <= reach);
  found.isMore = rows.length > count || isLeft || (isHinted && root.count > count);
  return found;
}
