// Puts the values where the template wants them; what has none is hidden.
export function fill(element, values) {
  for (const item of element.querySelectorAll("[data-text]")) item.textContent = values[item.dataset.text] || "";
  for (const item of element.querySelectorAll("[data-href]")) item.href = values[item.dataset.href] || "#";
  for (const item of element.querySelectorAll("[data-if]")) item.hidden = !values[item.dataset.if];
  return element;
}
