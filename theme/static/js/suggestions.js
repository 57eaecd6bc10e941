// Suggestions under a text field: the combobox pattern of the ARIA Authoring Practices.

export function suggestions(input, list, propose, pick) {
  let turn = 0;
  let active;

  const activate = (option) => {
    active?.setAttribute("aria-selected", false);
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
    active = option;
  };
  const show = (options) => {
    turn++;
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", !list.hidden);
    activate();
  };
  const toOption = (label, at) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${at}`;
    option.role = "option";
    option.ariaSelected = false;
    option.textContent = label;
    option.onclick = () => choose(label);
    return option;
  };
  const choose = (label) => {
    show([]);
    pick(label);
  };

  input.oninput = async () => {
    const mine = ++turn;
    const labels = await propose(input.value).catch(() => []);
    if (mine === turn) show(labels.map(toOption));
  };
  input.onkeydown = (event) => {
    const { firstChild, lastChild, hidden } = list;
    if (hidden) return;
    if (event.key === "ArrowDown") activate(active?.nextSibling ?? firstChild);
    else if (event.key === "ArrowUp") activate(active?.previousSibling ?? lastChild);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && active) choose(active.textContent);
    else return;
    event.preventDefault();
  };
  input.onblur = () => show([]);
  list.onmousedown = (event) => event.preventDefault(); // the field keeps the focus
  return () => show([]);
}
