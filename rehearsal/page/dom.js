// Builds and updates DOM nodes. Content always arrives as text, never as markup.

let counter = 0;

/** A fresh id for tying labels, hints and errors to their fields. */
export const freshId = (prefix) => `${prefix}-${++counter}`;

/** h("p", {class: "x", onclick: fn}, "text", node, null) */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style") setStyles(node, value);
    else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setStyles(node, styles) {
  for (const [name, value] of Object.entries(styles)) node.style.setProperty(name, value);
}

const nodesOf = new WeakMap();

/**
 * Makes `parent` hold exactly `items` ({key, signature, build}), keeping every node whose signature did not change,
 * so that nothing flickers and what has the focus keeps it.
 */
export function reconcile(parent, items) {
  const before = nodesOf.get(parent) ?? new Map();
  const after = new Map();
  const focus = rememberFocus(parent);
  items.forEach((item) => {
    const known = before.get(item.key);
    const busy = known?.node.matches("[data-editing]");
    const keep = known && (busy || known.signature === item.signature);
    after.set(item.key, keep ? known : { signature: item.signature, node: item.build(known?.node) });
  });
  for (const child of [...parent.children]) {
    if (![...after.values()].some((entry) => entry.node === child)) child.remove();
  }
  let cursor = parent.firstElementChild;
  for (const { node } of after.values()) {
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  nodesOf.set(parent, after);
  restoreFocus(parent, focus, after);
}

function rememberFocus(parent) {
  const active = document.activeElement;
  if (!active || active === parent || !parent.contains(active)) return null;
  let top = active;
  while (top.parentElement !== parent) top = top.parentElement;
  const key = [...(nodesOf.get(parent) ?? [])].find(([, entry]) => entry.node === top)?.[0];
  const selection = "selectionStart" in active ? safeSelection(active) : null;
  return { active, key, focusKey: active.closest("[data-focus-key]")?.dataset.focusKey, label: active.getAttribute("aria-label") ?? active.textContent, tag: active.tagName, selection };
}

function safeSelection(field) {
  try {
    return field.selectionStart === null ? null : [field.selectionStart, field.selectionEnd];
  } catch {
    return null;
  }
}

function restoreFocus(parent, focus, after) {
  if (!focus || focus.active.isConnected) return;
  const node = after.get(focus.key)?.node;
  const same = [...(node ?? parent).querySelectorAll("[data-focus-key]")].find((other) => other.dataset.focusKey === focus.focusKey);
  const alike = node && [...node.querySelectorAll(focus.tag)].find((other) => (other.getAttribute("aria-label") ?? other.textContent) === focus.label);
  const target = (focus.focusKey && same) || alike || (node?.tabIndex >= -1 ? node : null) || parent.closest("[tabindex]");
  target?.focus({ preventScroll: true });
  if (focus.selection && target?.setSelectionRange) {
    try {
      target.setSelectionRange(...focus.selection);
    } catch {
      // Some input types have no selection; the focus alone is enough there.
    }
  }
}

/** Calls `work` once, `milliseconds` after the last of a burst of calls, never twice at a time. */
export function settle(work, milliseconds) {
  let timer = null;
  let running = false;
  let again = false;
  const run = async () => {
    timer = null;
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } finally {
      running = false;
      if (again) {
        again = false;
        call();
      }
    }
  };
  const call = () => {
    if (timer === null) timer = setTimeout(run, milliseconds);
  };
  return call;
}

/** Answers can overtake one another: `ask()` before a request gives a question to put after it, true unless a later one was faster. */
export function turns() {
  let asked = 0;
  let seen = 0;
  return {
    ask() {
      const turn = ++asked;
      return () => turn > seen && Boolean((seen = turn));
    },
  };
}
