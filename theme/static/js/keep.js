// Puts new items into lists in which most of the old ones stay, so that neither the focus nor what is
// being read moves; items with the same first link are the same. Nothing changes while the focus is in
// an item that would go. Says whether anything has changed.
export function keep(lists) {
  const key = (item) => item.querySelector("a")?.getAttribute("href"); // in a template `href` has no base
  const wanted = lists.map(([list, items]) => {
    const old = Object.fromEntries([...list.children].map((item) => [key(item), item]));
    return [list, items.map((item) => old[key(item)] ?? item)];
  });
  const gone = wanted.flatMap(([list, items]) => [...list.children].filter((item) => !items.includes(item)));
  const isNew = wanted.some(([list, items]) => items.some((item) => item.parentNode !== list));
  if (!(gone[0] || isNew) || gone.some((item) => item.contains(document.activeElement))) return false;
  for (const item of gone) item.remove();
  for (const [list, items] of wanted)
    items.forEach((item, at) => list.children[at] === item || list.insertBefore(item, list.children[at]));
  return true;
}
