// Live reload. The preview server adds this script to a page on its way out; it is no part of the
// built site, and it needs nothing that a strict Content-Security-Policy forbids.

const EVENTS = "/_preview/events";
const STYLE = "/_preview/reload.css";
const RETRY_MILLISECONDS = 1000;

const script = document.querySelector('script[src="/_preview/reload.js"]');
const shownBuild = script.dataset.build;
const editorAddress = script.dataset.editor;
const PLACE = /^(.+?):(\d+):(\d+)(?=: )/gm;

let source = null;
let overlay = null;

/** Listen to the server; a page that is older than the newest build reloads at once. */
function connect() {
  if (source !== null) return;
  source = new EventSource(EVENTS);
  source.addEventListener("hello", reloadIfOld);
  source.addEventListener("reload", reloadIfOld);
  source.addEventListener("problems", (event) => showProblems(JSON.parse(event.data)));
  source.addEventListener("error", reconnectIfClosed);
}

function disconnect() {
  source?.close();
  source = null;
}

/** A browser tries again by itself in most cases; in the others it closes the connection. */
function reconnectIfClosed() {
  if (source?.readyState !== EventSource.CLOSED) return;
  disconnect();
  setTimeout(connectIfVisible, RETRY_MILLISECONDS);
}

/** A hidden tab gives its connection back: browsers allow six, and a seventh tab would hang. */
function connectIfVisible() {
  if (document.visibilityState === "visible") connect();
  else disconnect();
}

/** The browser keeps the scroll position when a page reloads. */
function reloadIfOld(event) {
  if (event.data !== shownBuild) location.reload();
}

async function showProblems({ summary, text }) {
  const page = document.querySelector("#preview-no-site");
  if (page !== null) {
    fill(page, summary, text);
    return;
  }
  overlay ??= createOverlay();
  const dialog = await overlay;
  fill(dialog, summary, text);
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector(".problems").focus();
}

function fill(container, summary, text) {
  container.querySelector(".summary").textContent = summary;
  container.querySelector(".problems").replaceChildren(...withLinks(text));
}

/** The text, in which each place in a file opens the editor there. */
function* withLinks(text) {
  let end = 0;
  for (const [place, path, line, column] of editorAddress ? text.matchAll(PLACE) : []) {
    const start = text.indexOf(place, end);
    yield text.slice(end, start);
    yield element("a", { href: address(path, line, column) }, place);
    end = start + place.length;
  }
  yield text.slice(end);
}

function address(path, line, column) {
  const parts = { path: encodeURI(path), line, column };
  return editorAddress.replace(/\{(path|line|column)\}/g, (_whole, name) => parts[name]);
}

/** Resolves when the style has arrived, so that the dialog never shows without it. */
function createOverlay() {
  const host = document.createElement("preview-problems");
  const root = host.attachShadow({ mode: "open" });
  const dialog = createDialog();
  const style = element("link", { rel: "stylesheet", href: STYLE });
  const arrived = new Promise((resolve) => {
    style.addEventListener("load", () => resolve(dialog));
    style.addEventListener("error", () => resolve(dialog));
  });
  root.append(style, dialog);
  document.body.append(host);
  return arrived;
}

/** A modal dialog: the browser moves the focus, closes on Escape and gives the focus back. */
function createDialog() {
  const heading = element("h2", { id: "heading" }, "The last change could not be built");
  const summary = element("p", { class: "summary", role: "status" });
  const problems = element("pre", {
    class: "problems", tabindex: "0", role: "region", "aria-label": "Problems",
  });
  const beneath = element("p", {},
    "The page beneath is the last good version. Save a fix, and this message goes away.");
  const close = element("button", { type: "button" }, "Close");
  const dialog = element("dialog", { "aria-labelledby": "heading" });
  close.addEventListener("click", () => dialog.close());
  dialog.append(heading, summary, problems, beneath, close);
  return dialog;
}

function element(name, attributes, text = "") {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.textContent = text;
  return created;
}

document.addEventListener("visibilitychange", connectIfVisible);
connectIfVisible();
