// The page /search/: its words are in the template, its state is the fragment of the address, and what
// it finds comes from Pagefind. What Pagefind returns is put in as text.

import { fill } from "./fill.js";

const part = (id) => document.getElementById(`search-${id}`);
const form = part("form");
const input = part("q");
const filters = part("filters");
const selects = [...filters.querySelectorAll("select")];
const crisis = new RegExp(form.dataset.crisis, "i");
const AT_ONCE = 10;
let index; // Pagefind, once somebody wants to search
let found = [];
let turn = 0; // an answer that comes too late is dropped
let waiting;

const load = () => (index ??= start());

async function start() {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.options({ noWorker: true });
  await pagefind.filters(); // else it would count none
  return pagefind;
}

function read() {
  const params = new URLSearchParams(location.hash.slice(1));
  input.value = params.get("q") ?? "";
  for (const select of selects) offer(select, {}, params.get(select.name) ?? "");
  filters.open = selects.some(({ value }) => value) || matchMedia("(min-width: 45em)").matches;
  update();
}

function write() {
  const pairs = [...new FormData(form)].filter(([, value]) => value);
  history.replaceState(null, "", pairs.length ? `#${new URLSearchParams(pairs)}` : location.pathname);
}

const help = () => (part("crisis").hidden = !crisis.test(input.value));

async function update() {
  help();
  clearTimeout(waiting);
  const mine = ++turn;
  const typed = input.value.slice(0, input.maxLength).trim();
  const slow = setTimeout(() => mine === turn && show({ loading: true }), 300);
  const view = await answer(typed).catch(() => ({ failed: true }));
  clearTimeout(slow);
  if (mine === turn) show(view);
}

async function answer(typed) {
  if (!typed) return {};
  const pagefind = await load();
  const wanted = chosen();
  const { results } = await pagefind.search(typed, { filters: wanted });
  const counts = await Promise.all(selects.map(({ name }) => count(pagefind, typed, wanted, name)));
  if (!results.length && !navigator.onLine) throw typed;
  const cards = await Promise.all(results.slice(0, AT_ONCE).map(card));
  const isFiltered = Object.keys(wanted).length > 0;
  return {
    typed,
    results,
    counts,
    cards,
    found: results.length,
    one: results.length === 1,
    many: results.length > 1 && results.length,
    none: !results.length,
    isFiltered,
    facets: results.length || isFiltered,
  };
}

const chosen = () => Object.fromEntries(selects.filter(({ value }) => value).map(({ name, value }) => [name, value]));

// How many results each choice of a filter would leave, with the other filters as they are.
async function count(pagefind, typed, wanted, name) {
  const others = { ...wanted };
  delete others[name];
  const left = await pagefind.search(typed, { filters: others });
  return left.filters[name] ?? {};
}

function show(view) {
  found = view.results ?? [];
  selects.forEach((select, at) => view.counts && offer(select, view.counts[at], select.value));
  fill(document, { ...view, rest: found.length > AT_ONCE });
  part("results").replaceChildren(...(view.cards ?? [])); // filled already
}

function offer(select, counts, value) {
  const names = Object.keys(counts).filter((name) => counts[name] || name === value);
  if (value && !names.includes(value)) names.push(value);
  const options = names.sort().map((name) => new Option(`${name} (${counts[name] ?? 0})`, name, false, name === value));
  select.replaceChildren(select.firstElementChild, ...options);
}

async function card(result) {
  const { url, meta, filters: about, excerpt, sub_results: parts } = await result.data();
  const [kind] = about.kind;
  const [best, ...others] = kind === form.dataset.questions ? ranked(parts) : [];
  const values = best
    ? { title: best.title, url: answerUrl(best), kind: meta.title, others: others[0] }
    : { title: meta.title, url, kind };
  const item = fill(part("result").content.firstElementChild.cloneNode(true), values);
  // Nobody in danger should read words of illness that are marked for them.
  if (part("crisis").hidden) item.querySelector(".search-excerpt").append(...marked(best?.excerpt ?? excerpt));
  item.querySelector("ul").append(...others.slice(0, 3).map(link));
  return item;
}

// The questions of a topic that fit, best first.
function ranked(parts) {
  const score = ({ weighted_locations: words }) => words.reduce((sum, { balanced_score }) => sum + balanced_score, 0);
  return parts.filter(({ anchor }) => anchor).sort((a, b) => score(b) - score(a));
}

// A question is found by its heading; a link to its answer opens it.
const answerUrl = ({ url }) => url.replace("#question-", "#");

function link(question) {
  const item = document.createElement("li");
  const anchor = document.createElement("a");
  anchor.textContent = question.title;
  anchor.href = answerUrl(question);
  item.append(anchor);
  return item;
}

// Of an excerpt only <mark> counts as markup; Pagefind has replaced < and > of the text itself.
function marked(excerpt) {
  return excerpt.split(/<\/?mark>/).map((text, at) => {
    const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (at % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

async function more() {
  const list = part("results");
  const at = list.children.length;
  const mine = turn;
  const cards = await Promise.all(found.slice(at, at + AT_ONCE).map(card)).catch(() => null);
  // A second click asks for the same results; whichever comes first shows them.
  if (mine !== turn || at !== list.children.length) return;
  if (!cards) return show({ failed: true });
  list.append(...cards);
  part("rest").hidden = list.children.length >= found.length;
  cards[0].querySelector("a").focus();
}

input.onfocus = () => load().catch(() => {});
input.oninput = () => {
  help();
  write();
  load().catch(() => {});
  clearTimeout(waiting);
  waiting = setTimeout(update, 200);
};
filters.onchange = () => {
  write();
  update();
};
form.onsubmit = async (event) => {
  event.preventDefault();
  write();
  await update();
  ["crisis", "results", "nothing"].map(part).find((item) => item.checkVisibility())?.focus();
};
part("unfiltered").onclick = async () => {
  for (const select of selects) select.value = "";
  write();
  await update();
  input.focus();
};
part("more").onclick = more;
part("retry").onclick = () => location.reload();
window.onhashchange = read;
read();
