// The page /near-me/: its words are in the template, its state is the fragment of the address.

import { cards } from "./cards.js";
import { fill } from "./fill.js";
import { keep } from "./keep.js";
import { choose, stateList, suggest } from "./names.js";
import { now } from "./now.js";
import { nearest } from "./search.js";
import { suggestions } from "./suggestions.js";

const part = (id) => document.getElementById(`near-me-${id}`);
const root = JSON.parse(part("root").textContent);
const states = stateList(root.states);
const form = part("form");
const input = part("place");
const openNow = part("open-now"); // offered where hours are known
const crisis = new RegExp(form.dataset.crisis, "i");
const lists = ["confirmed", "possible"];
const files = {};
let position; // stays in this variable
let current; // the search in the fragment, without filters
let shown; // clinics in each list
let turn = 0; // an answer that comes too late is dropped
let isMovingFocus;
let isFound; // clinics are on the screen
let isOld; // the page is, and its files are gone
let timer;

const load = (path) => (files[path] ??= read(path));

// That a file is missing is an answer: no such ZIP, no such name. That all are gone says that the site was
// published again since this page was loaded.
async function read(path) {
  try {
    const response = await fetch(root.path + path);
    if (response.ok) return await response.json();
    isOld = response.status === 404 && !(await fetch(root.path + "root.json")).ok;
    if (response.status === 404 && !isOld) return null;
  } catch {}
  delete files[path];
  throw path;
}

function show(view) {
  fill(document, { ...view, ...filtersOn() });
  for (const list of ["choices", ...lists]) part(list).replaceChildren(...(view[list] || []));
  input.ariaInvalid = Boolean(view.error);
  isFound = view.near;
}

// Each minute: what the cards say of hours, and with “Open now” which clinics there are.
async function refresh() {
  clearTimeout(timer);
  timer = setTimeout(refresh, 6e4 - (now() % 6e4));
  if (!isFound) return;
  if (openNow?.checked) {
    const mine = turn;
    const view = await answer().catch(() => {});
    if (!view || mine !== turn) return;
    if (keep(lists.map((list) => [part(list), view[list] || []]))) fill(document, { ...view, ...filtersOn() });
  }
  for (const list of lists) for (const { refresh } of part(list).children) refresh?.(now());
}

const filters = () => [...new FormData(form)].filter(([, id]) => id);
const filtersOn = () => ({ filtersOn: filters().length });
const query = (text) => `${new URLSearchParams({ q: text })}`;
const fragment = (search) => `#${[search, ...filters().map((pair) => pair.join("="))].join("&")}`;

function go(search) {
  isMovingFocus = true;
  const hash = fragment(search);
  if (hash === location.hash) run();
  else location.hash = hash;
}

function run() {
  const params = new URLSearchParams(location.hash.slice(1));
  const text = params.get("q")?.slice(0, 100);
  const controls = [...form.elements].filter(({ name }) => name);
  current = params.has("here") ? "here" : text !== undefined && query(text);
  // Other fragments are places on the page.
  if (location.hash && !current && !controls.some(({ name }) => params.has(name))) return;
  for (const control of controls) {
    const ids = params.getAll(control.name);
    for (const option of control.options ?? []) option.selected = ids.includes(option.value);
    control.checked = ids.includes(control.value);
  }
  input.value = text ?? "";
  part("crisis").hidden = !crisis.test(input.value.trim());
  shown = { confirmed: 10, possible: 10 };
  update();
}

async function update() {
  const mine = ++turn;
  const slow = setTimeout(() => mine === turn && show({ loading: true }), 300);
  const view = await answer().catch(() => ({ [navigator.onLine ? "failed" : "offline"]: true, retry: true }));
  clearTimeout(slow);
  if (mine !== turn) return;
  show(view);
  if (isMovingFocus) ["crisis", "heading", "which", "place"].map(part).find((item) => item.checkVisibility()).focus();
  isMovingFocus = false;
}

async function answer() {
  if (!current) return {};
  if (current === "here") return position ? clinics(position, { near: "you" }) : { again: true };
  const text = input.value.normalize("NFKC").trim();
  const zip = /(?:^|\D)(\d{5})(\s*-\s*\d*)?$/.exec(text)?.[1];
  if (zip) return nearZip(zip);
  if (/^[\d\s-]*$/.test(text)) return { error: true, malformed: text, empty: !text };
  return nearPlace(text);
}

async function nearZip(zip) {
  const file = await load(`z/${zip.slice(0, 3)}.json`);
  const row = zips(file).indexOf(zip.slice(3));
  if (row < 0) return { error: true, unknown: zip, choices: await similar(zip) };
  const city = file.c[file.k[row]];
  const kind = file.t[row];
  if (file.y[row] === null) return { error: true, zip, city, military: kind === 3, unplaced: kind !== 3 };
  const origin = { ...middle(file, row), hints: file.h[row], state: city.slice(-2) };
  return clinics(origin, { near: `ZIP ${zip} (${city})`, box: kind === 1, organization: kind === 2 });
}

const zips = (file) => file?.z.match(/../g) ?? [];
const middle = ({ y, x }, row) => ({ latitude: y[row] / 1000, longitude: x[row] / 1000, isMiddle: true });

// The known ZIP with the nearest number.
async function similar(zip) {
  for (const step of [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5]) {
    const prefix = `${Math.abs(+zip.slice(0, 3) + step)}`.padStart(3, 0);
    const known = zips(await load(`z/${prefix}.json`)).map((end) => prefix + end);
    if (known.length) return [choice(known.sort((a, b) => Math.abs(a - zip) - Math.abs(b - zip))[0])];
  }
}

async function nearPlace(text) {
  const { place, others } = choose(await suggest(text, states, load));
  const choices = others[0] && others.slice(0, 12).map(({ label }) => choice(label));
  if (!place) return choices ? { which: true, choices } : { error: true, nowhere: true };
  const count = place.isState && root.states[place.state][1];
  return clinics({ ...middle({ y: [place.y], x: [place.x] }, 0), state: place.state }, {
    near: place.isState ? place.name : place.label,
    choices,
    others: choices,
    corrected: place.cost > 1 && text,
    count,
    state: place.name,
    statePage: `/locations/${place.state.toLowerCase()}/`,
  });
}

function choice(label) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.textContent = label;
  link.href = fragment(query(label));
  link.onclick = () => (isMovingFocus = true);
  item.append(link);
  return item;
}

async function clinics(origin, view) {
  const wanted = filters().map(([, id]) => id);
  const bits = root.filters.flatMap(([id], bit) => (wanted.includes(id) ? bit : []));
  const isOpen = openNow?.checked;
  const instant = now();
  const need = [];
  for (let word = 0; word * 31 < root.filters.length; word++)
    need.push(bits.reduce((mask, bit) => mask | ((Math.floor(bit / 31) === word) << bit % 31), 0));
  const count = Math.max(shown.confirmed, shown.possible);
  const found = await nearest(root, load, origin, need, count, isOpen && instant);
  const rows = [];
  for (const list of lists) {
    const all = found[list];
    const some = all.slice(0, shown[list]);
    rows.push(...some);
    view[list] = some[0] && cards(part("card"), root, some, origin, bits, instant, isOpen);
    view[`${list}More`] = all.isMore || all[some.length];
  }
  const isNear = Math.min(...rows.map(({ miles }) => miles)) <= 60;
  const isFar = !isNear && !isOpen && !bits.some((bit) => root.filters[bit][3]);
  const isLicensed = root.telehealth.includes(origin.state);
  return {
    ...view,
    measured: origin.isMiddle,
    asked: [...bits.map((bit) => root.filters[bit][1]), ...(isOpen ? [form.dataset.hoursToday] : [])].join(", "),
    found: rows.length,
    none: !rows[0] && !isOpen,
    shut: !found.confirmed[0] && isOpen,
    any: fragment(current).replace("&also=open-now", ""),
    nearer: found.possible[0]?.miles < found.confirmed[0]?.miles,
    video: isFar && isLicensed,
    askVideo: isFar && !isLicensed,
  };
}

function locate() {
  const mine = ++turn;
  const fail = (reason) => mine === turn && show({ error: true, [reason]: true });
  const { geolocation } = navigator;
  if (!geolocation) return fail("unsupported");
  show({ waiting: true });
  geolocation.getCurrentPosition(
    ({ coords }) => {
      position = { latitude: coords.latitude, longitude: coords.longitude, isMiddle: coords.accuracy > 800 };
      if (mine === turn) go("here");
    },
    ({ code }) => fail(["", "denied", "unavailable", "late"][code]),
    { timeout: 10000 },
  );
}

async function propose(text) {
  part("crisis").hidden = !crisis.test(text);
  const prefix = /^\s*(\d{3})/.exec(text)?.[1];
  if (prefix) load(`z/${prefix}.json`); // comes while the rest is typed
  const found = prefix ? [] : await suggest(text, states, load);
  return found.slice(0, 8).map(({ label }) => label);
}

const close = suggestions(input, part("suggestions"), propose, (label) => go(query(label)));
form.onsubmit = (event) => {
  event.preventDefault();
  close();
  go(query(input.value.trim()));
};
// A filter acts at once, unless another place is being typed.
form.onchange = ({ target }) => {
  fill(part("filters"), filtersOn());
  if (target !== input && (current === "here" || current === query(input.value))) location.replace(fragment(current));
};
part("locate").onclick = locate;
part("any").onclick = () => (isMovingFocus = true);
part("retry").onclick = () => (isOld ? location.reload() : go(current));
for (const list of lists)
  part(`${list}-more`).onclick = async () => {
    const links = () => part(list).querySelectorAll("h3 a");
    const next = links().length;
    shown[list] += 10;
    await update();
    links()[next]?.focus();
  };
window.onhashchange = run;
document.addEventListener("visibilitychange", refresh);
run();
refresh();
