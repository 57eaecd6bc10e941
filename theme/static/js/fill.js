// Puts the values where the template wants them; what has none is hidden. Lists inside are not touched:
// their items have values of their own.
export function fill(element, values) {
  const parts = (name) => element.querySelectorAll(`[data-${name}]:not(:scope ol *)`);
  for (const item of parts("text")) item.textContent = values[item.dataset.text] || "";
  for (const item of parts("href")) item.href = values[item.dataset.href] || "#";
  for (const item of parts("if")) item.hidden = !values[item.dataset.if];
  return element;
}
