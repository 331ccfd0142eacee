// Pop-up menus: arrow keys, letters, Esc; the focus goes back to the button they came from.

import { h } from "./dom.js";

let current = null;

/**
 * Opens a menu at `anchor`. Items: {label, hint?, icon?, run} | {heading} | null (a line).
 * `run` may return true to say it moved the focus itself.
 */
export function openMenu(anchor, { name, items, wide = false, grid = false }) {
  if (current?.anchor === anchor) return closeMenu();
  closeMenu();
  const menu = h("div", { class: `menu${wide ? " wide" : ""}${grid ? " grid" : ""}`, role: "menu", "aria-label": name, popover: "manual" }, items.map(renderItem));
  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  menu.addEventListener("keydown", steer);
  current = { menu, anchor, within: anchor.closest("article") };
  menu.querySelector("[role=menuitem]")?.focus();
  document.addEventListener("pointerdown", closeFromOutside);
}

export function closeMenu({ refocus = false } = {}) {
  if (!current) return;
  const { menu, anchor, within } = current;
  current = null;
  document.removeEventListener("pointerdown", closeFromOutside);
  anchor.setAttribute("aria-expanded", "false");
  menu.remove();
  if (refocus) (anchor.isConnected ? anchor : within)?.focus({ preventScroll: true });
}

function renderItem(item) {
  if (!item) return h("hr", { role: "separator" });
  if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
  const choose = () => {
    closeMenu({ refocus: true });
    item.run();
  };
  return h(
    "button", { type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : null, "aria-label": item.name ?? item.label, title: item.title, onclick: choose },
    item.icon, h("span", { class: "menu-label" }, item.label, item.hint && h("small", {}, item.hint)),
  );
}

function steer(event) {
  const items = [...current.menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    items.at(moves[event.key] % items.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    closeMenu({ refocus: true });
  } else if (event.key.length === 1 && event.key !== " ") {
    const next = [...items.slice(at + 1), ...items].find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
    next?.focus();
  } else return;
  event.stopPropagation();
}

function closeFromOutside(event) {
  if (!current.menu.contains(event.target) && !current.anchor.contains(event.target)) closeMenu();
}

function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + 4 + height < innerHeight;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - height - 4);
  const left = Math.min(Math.max(8, at.right - width), Math.max(8, innerWidth - width - 8));
  menu.style.top = `${top}px`;
  menu.style.left = `${at.left < innerWidth / 2 ? Math.min(Math.max(8, at.left), innerWidth - width - 8) : left}px`;
}
