// Questions to a page that tests ask: `probes.name(…)` answers with what is wrong and how many
// things were looked at. Put into the page by tests/browser/accessibility.py.
"use strict";
globalThis.probes = (() => {
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const LEAST = 43.9; // 44 CSS pixels, and what is lost in rounding

  const everything = () => [...document.querySelectorAll("*")];

  // How a message names an element: `li.card > a "Biltmore"`.
  const named = (item) => {
    const one = (it) =>
      it.localName + (it.id ? `#${it.id}` : [...it.classList].map((name) => `.${name}`).join(""));
    const parent = item.parentElement ? `${one(item.parentElement)} > ` : "";
    return `${parent}${one(item)} "${item.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  };

  // Meant for screen readers alone: cut down to a pixel, or moved out of the window until focused.
  const isForListeners = (item) => {
    for (let it = item; it && it !== document.body; it = it.parentElement) {
      const style = getComputedStyle(it);
      if (style.clipPath.startsWith("inset(50%") || style.clip === "rect(0px, 0px, 0px, 0px)")
        return true;
      const box = it.getBoundingClientRect();
      if (style.position === "absolute" || style.position === "fixed")
        if (box.bottom + scrollY <= 0 || box.right <= 0 || (box.width <= 1 && box.height <= 1))
          return true;
    }
    return false;
  };

  const isSeen = (item) =>
    item.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    item.getBoundingClientRect().width > 0 &&
    !isForListeners(item);

  const hasOwnText = (item) =>
    [...item.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

  const boxesOf = (item) => {
    if (!hasOwnText(item)) return [...item.getClientRects()];
    const range = document.createRange();
    return [...item.childNodes]
      .filter((node) => node.nodeType === 3 && node.data.trim())
      .flatMap((node) => (range.selectNodeContents(node), [...range.getClientRects()]));
  };

  // What visitors read or touch, in whole: texts, pictures and controls.
  const content = () =>
    everything().filter(
      (item) =>
        item.closest("body") &&
        !(item instanceof SVGElement && item.localName !== "svg") &&
        (hasOwnText(item) || item.matches(`img, svg, ${INTERACTIVE}`)) &&
        !item.closest("select, template, noscript, script, style") &&
        isSeen(item),
    );

  const scrolls = (value) => value === "auto" || value === "scroll";
  const clips = (value) => value === "hidden" || value === "clip";

  // Scrolling sideways, things out of the window, and things cut off by a box around them.
  const layout = () => {
    const faults = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
    const items = content();
    for (const item of items) {
      const boxes = boxesOf(item);
      const left = Math.min(...boxes.map((box) => box.left));
      const right = Math.max(...boxes.map((box) => box.right));
      const top = Math.min(...boxes.map((box) => box.top));
      const bottom = Math.max(...boxes.map((box) => box.bottom));
      let isFree = true;
      for (let it = item.parentElement; it && it !== root; it = it.parentElement) {
        const style = getComputedStyle(it);
        const around = it.getBoundingClientRect();
        if (scrolls(style.overflowX)) isFree = false;
        if (scrolls(style.overflowX) || scrolls(style.overflowY)) break;
        if (clips(style.overflowX) && (left < around.left - 1 || right > around.right + 1))
          faults.push(`${named(item)} is cut off sideways by ${named(it)}`);
        if (clips(style.overflowY) && (top < around.top - 1 || bottom > around.bottom + 1))
          faults.push(`${named(item)} is cut off in height by ${named(it)}`);
      }
      const own = getComputedStyle(item);
      if (clips(own.overflowX) && hasOwnText(item) && item.scrollWidth > item.clientWidth + 1)
        faults.push(`${named(item)} cuts its own text off`);
      if (isFree && (left < -1 || right > root.clientWidth + 1))
        faults.push(`${named(item)} reaches from ${left} to ${right} in a window of ${root.clientWidth}`);
    }
    return { faults, count: items.length };
  };

  // A link within a sentence is as high as its line: WCAG 2.5.8 lets that pass.
  const isInSentence = (item) => {
    if (!getComputedStyle(item).display.startsWith("inline")) return false;
    let block = item.parentElement;
    while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (/[\p{L}\p{N}]{2}/u.test(node.data) && !parent.closest(INTERACTIVE) && isSeen(parent))
        return true;
    }
    return false;
  };

  const reaches = (item, x, y) => item.contains(document.elementFromPoint(x, y));

  // WCAG 2.5.5 lets a small target pass when another one on the page does the same. A shape on a
  // map is as large as the place is; so a link in a list must lead there too.
  const hasEquivalent = (item, items) =>
    item instanceof SVGElement &&
    items.some((it) => !(it instanceof SVGElement) && it.getAttribute("href") === item.getAttribute("href"));

  // Whatever is touched is at least 44 pixels wide and high; also by what lies around its box.
  const targets = () => {
    const faults = [];
    const items = [...document.querySelectorAll(INTERACTIVE)].filter(isSeen);
    const measured = items.filter((item) => !isInSentence(item) && !hasEquivalent(item, items));
    for (const item of measured) {
      const boxes = [item, ...(item.labels ?? [])].map((it) => it.getBoundingClientRect());
      let width = Math.max(...boxes.map((box) => box.width));
      let height = Math.max(...boxes.map((box) => box.height));
      if (width >= LEAST && height >= LEAST) continue;
      item.scrollIntoView({ block: "center", behavior: "instant" });
      const box = item.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const half = LEAST / 2 - 0.5;
      if (reaches(item, x - half, y) && reaches(item, x + half, y)) width = Math.max(width, 44);
      if (reaches(item, x, y - half) && reaches(item, x, y + half)) height = Math.max(height, 44);
      if (width >= LEAST && height >= LEAST) continue;
      faults.push(`${named(item)} is ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`);
    }
    scrollTo({ top: 0, behavior: "instant" });
    return { faults, count: measured.length };
  };

  const milliseconds = (text) =>
    text.split(",").map((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 1 : 1000));

  // What moves for longer than 10 ms, although the visitor has asked for less motion.
  const motion = () => {
    const faults = document
      .getAnimations()
      .map((animation) => animation.effect)
      .filter((effect) => effect.getComputedTiming().duration > 10)
      .map((effect) => `${named(effect.target)} is moving`);
    let count = 0;
    for (const item of everything())
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(item, part);
        count += 1;
        if (Math.max(...milliseconds(style.transitionDuration)) > 10)
          faults.push(`${named(item)}${part ?? ""} has a transition of ${style.transitionDuration}`);
        if (style.animationName !== "none" && Math.max(...milliseconds(style.animationDuration)) > 10)
          faults.push(`${named(item)}${part ?? ""} has the animation ${style.animationName}`);
        if (style.scrollBehavior === "smooth")
          faults.push(`${named(item)}${part ?? ""} scrolls smoothly`);
      }
    return { faults, count };
  };

  // Elements with a transition or an animation; proof that there is something to take away.
  const moving = () =>
    everything().filter((item) => milliseconds(getComputedStyle(item).transitionDuration)[0] > 10)
      .length;

  // Properties by which a focused element can look different. In forced colors the browser paints
  // over shadows, pictures and colors, and does not say so here: there, lines alone count.
  const SHAPES = [
    "outlineStyle", "outlineWidth", "borderTopWidth", "borderBottomWidth", "borderLeftWidth",
    "borderRightWidth", "borderTopStyle", "borderBottomStyle", "textDecorationLine",
    "textDecorationThickness", "textDecorationStyle", "fontWeight", "strokeWidth",
  ];
  const COLORS = [
    "outlineColor", "boxShadow", "borderTopColor", "borderBottomColor", "borderLeftColor",
    "borderRightColor", "backgroundColor", "backgroundImage", "color", "textDecorationColor",
    "stroke", "fill",
  ];
  const look = (item, properties) => {
    const found = {};
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(item, part);
      if (part && style.content === "none") continue;
      for (const name of properties) found[`${name}${part ?? ""}`] = style[name];
      if (style.outlineStyle === "none") {
        delete found[`outlineWidth${part ?? ""}`];
        delete found[`outlineColor${part ?? ""}`];
      }
    }
    return found;
  };
  const properties = () =>
    matchMedia("(forced-colors: active)").matches ? SHAPES : [...SHAPES, ...COLORS];
  const differences = (one, other) =>
    [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
      (name) => one[name] !== other[name],
    );

  // The element, two around it and those within it: each may show that it has the focus.
  const around = (item) => [
    item,
    ...[item.parentElement, item.parentElement?.parentElement].filter(
      (it) => it && it !== document.body && it !== document.documentElement,
    ),
    ...[...item.querySelectorAll("*")].slice(0, 6),
  ];

  const isTabStop = (item) => {
    if (item.tabIndex < 0 || item.disabled || item.closest("[inert]")) return false;
    if (item.localName === "summary" && item.parentElement.localName !== "details") return false;
    return item.checkVisibility({ visibilityProperty: true }) && item.getClientRects().length > 0;
  };

  const unfocused = new Map();
  let expected = [];
  const seen = new Set();

  // Before the first press of the key: how everything looks without the focus.
  const beforeTabbing = () => {
    expected = [...document.querySelectorAll(`${INTERACTIVE}, [tabindex]`)].filter(isTabStop);
    for (const item of expected)
      for (const it of around(item))
        if (!unfocused.has(it)) unfocused.set(it, look(it, properties()));
    return expected.length;
  };

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([...rgb]) => {
    const [r, g, b] = rgb
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = (item) => {
    for (let it = item.parentElement; it; it = it.parentElement) {
      const color = channels(getComputedStyle(it).backgroundColor);
      if (color[3] === 255) return color;
    }
    return channels(getComputedStyle(document.documentElement).colorScheme === "dark" ? "#000" : "#fff");
  };

  const sticks = (item) => {
    for (let it = item; it; it = it.parentElement)
      if (/^(fixed|sticky)$/.test(getComputedStyle(it).position)) return true;
    return false;
  };

  // After a press: what has the focus, and what is wrong with how that shows.
  const focused = () => {
    const item = document.activeElement;
    if (!item || item === document.body || seen.has(item)) return { isEnd: true, faults: [] };
    seen.add(item);
    const faults = [];
    const say = (text) => faults.push(`${named(item)} ${text}`);
    const boxes = [...item.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    if (!boxes.length) say("has the focus and no box");
    const [width, height] = [document.documentElement.clientWidth, innerHeight];
    let [inWindow, covered, coveredBy] = [0, 0, null];
    for (const box of boxes) {
      const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]]
        .map(([a, b]) => [box.left + a * box.width, box.top + b * box.height])
        .filter(([x, y]) => x >= 0 && y >= 0 && x < width && y < height);
      inWindow += points.length;
      for (const [x, y] of points) {
        const hit = document.elementFromPoint(x, y);
        if (!hit || item.contains(hit) || hit.contains(item)) continue;
        if (hit.closest("label")?.control === item) continue;
        covered += 1;
        coveredBy = hit;
        if (sticks(hit)) {
          say(`is covered by ${named(hit)}, which stays in the window`);
          break;
        }
      }
    }
    if (covered && covered === inWindow && !(item.ownerSVGElement && item.ownerSVGElement === coveredBy.ownerSVGElement))
      say(`is covered by ${named(coveredBy)}`);
    if (boxes.length && !inWindow) say("has the focus and is outside the window");
    const changed = around(item).flatMap((it) => {
      const before = unfocused.get(it);
      return before ? differences(before, look(it, properties())) : [];
    });
    if (!changed.length) say("does not show that it has the focus");
    const style = getComputedStyle(item);
    const isRing = changed.every((name) => name.startsWith("outline"));
    if (isRing && style.outlineStyle !== "none" && properties() !== SHAPES) {
      const ratio = contrast(channels(style.outlineColor), behind(item));
      if (ratio < 3) say(`has a focus ring with a contrast of ${ratio.toFixed(2)}`);
    }
    return { isEnd: false, faults, name: named(item), isExpected: expected.includes(item) };
  };
  const missed = () => expected.filter((item) => !seen.has(item) && isTabStop(item)).map(named);

  // Take away what repeats: of more than twelve equal parts, such as entries of a list, leave eight.
  const thinOut = () => {
    for (const parent of document.querySelectorAll("main *")) {
      const parts = [...parent.children].filter((it) => it.localName === parent.firstElementChild.localName);
      if (parts.length > 12) for (const part of parts.slice(8)) part.remove();
    }
  };

  const openAll = (within) => {
    const closed = [...document.querySelectorAll(`${within} details:not([open])`)];
    for (const item of closed) {
      item.removeAttribute("name"); // or it would close the one before
      item.open = true;
    }
    return closed.length;
  };

  return { layout, targets, motion, moving, beforeTabbing, focused, missed, thinOut, openAll };
})();
