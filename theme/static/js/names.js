// Places and states as people type them.

// As in plugins/clinics/near_me/names.py.
export const WORDS = {
  __proto__: null,
  saint: "st",
  sainte: "ste",
  fort: "ft",
  mount: "mt",
  mountain: "mtn",
  north: "n",
  south: "s",
  east: "e",
  west: "w",
};

const ALIASES = {
  __proto__: null,
  nyc: "new york ny",
  slc: "salt lake city ut",
  la: "los angeles ca",
  vegas: "las vegas nv",
  philly: "philadelphia pa",
};

const wordsOf = (name) =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’.]/g, "")
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
const shortWords = (name) => wordsOf(name).map((word) => WORDS[word] ?? word);
const key = (name) => shortWords(name).join("");

export const normalise = (name) => shortWords(name).join(" ");

// Two for each edit (swapped neighbors are one) from `typed` to `name`; one if `name` goes on.
export function cost(typed, name) {
  if (name.startsWith(typed)) return +(name !== typed);
  const size = typed.length;
  const most = size < 4 ? 0 : size < 7 ? 1 : 2;
  let older;
  let old = [...typed, 0].map((_, at) => at);
  let least = Infinity;
  for (let i = 1; i <= name.length && i <= size + most; i++) {
    const row = [i];
    for (let j = 1; j <= size; j++) {
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (name[i - 1] !== typed[j - 1]));
      if (name[i - 1] === typed[j - 2] && name[i - 2] === typed[j - 1])
        row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, old] = [old, row];
    if (row[size] <= most) least = Math.min(least, row[size] * 2 + (i < name.length));
  }
  return least;
}

// A name, with or without a state after it.
function readings(text, states) {
  const typed = normalise(text);
  const found = [{ name: key(text) }];
  for (const words of [typed, ALIASES[typed] ?? ""].map((all) => all.split(" ")))
    for (let at = 1; at < words.length; at++) {
      const state = key(words.slice(at).join(" "));
      const code = states.find((item) => item.keys.includes(state))?.state;
      if (code) found.push({ name: words.slice(0, at).join(""), code });
    }
  return found.filter(({ name }) => name.length > 1);
}

// A state ranks above all but the largest cities.
export const stateList = (states) =>
  Object.entries(states).map(([state, [name, , y, x]]) => {
    const keys = [key(name), state.toLowerCase(), key(`All of ${name}`)];
    return { label: `All of ${name}`, name, keys, isState: true, state, y, x, p: 20 };
  });

function placeList(file) {
  file.list ??= file.n.split("|").map((label, at) => {
    const [name, state] = label.split(",");
    const place = { label: `${name}, ${state}`, name, keys: [key(name), wordsOf(name).join("")], state };
    return { ...place, y: file.y[at], x: file.x[at], p: file.p[at] };
  });
  return file.list;
}

// Places and states that `text` may mean, the likeliest first.
export async function suggest(text, states, load) {
  const wanted = readings(text, states);
  const found = new Map();
  const match = (place) => {
    const costs = wanted
      .filter(({ code }) => !code || (code === place.state && !place.isState))
      .flatMap(({ name }) => place.keys.map((other) => cost(name, other)));
    const least = Math.min(...costs);
    if (least < Infinity) found.set(place.label, { ...place, cost: least });
    return least;
  };
  let best = Math.min(...states.map(match));
  // The second letter may be wrong, or even the first: fewer places, the largest, each time.
  for (const letters of [2, 1, 0]) {
    const keys = new Set(wanted.map(({ name }) => name.slice(0, letters) || "_"));
    for (const name of keys) {
      const file = /\d/.test(name) ? null : await load(`c/${name}.json`);
      if (file) best = Math.min(best, ...placeList(file).map(match));
    }
    if (best < (letters > 1 ? 2 : 4)) break;
  }
  return [...found.values()].sort((a, b) => a.cost - b.cost || b.p - a.p);
}

// Of the equally likely, the one that is meant: 16 times larger than its namesakes, or none.
export function choose(ranked) {
  const others = ranked.filter(({ cost }) => cost === ranked[0].cost);
  const isClear = others.length === 1 || others[0]?.p - others[1]?.p >= 4;
  return { place: isClear && others.shift(), others };
}
