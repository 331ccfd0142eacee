// A scrolling list of messages that stays where the reader is, and at the end when the reader is there.

import { h, reconcile } from "./dom.js";
import { atOf, dayKey, dayName } from "./dates.js";
import { icon } from "./icon.js";
import { renderMessage } from "./message.js";
import { state } from "./state.js";

const GROUPED_MILLISECONDS = 300_000;
const NEAR_END_PIXELS = 80;

/** Builds a log named `name`; `show(messages)` updates it. */
export function makeLog({ name, inThread = false }) {
  const list = h("div", { class: "log-list" });
  const scroller = h("div", { class: "log", role: "log", "aria-label": name, tabindex: "-1" }, h("div", { class: "log-space" }), list);
  const below = h("button", { type: "button", class: "below", hidden: true, onclick: () => toEnd() }, icon("down", 15), "Newer messages");
  const frame = h("div", { class: "log-frame" }, scroller, below);
  let atEnd = true;

  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    atEnd = true;
    below.hidden = true;
  };
  scroller.addEventListener("scroll", () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PIXELS;
    if (atEnd) below.hidden = true;
  });
  new ResizeObserver(() => atEnd && toEnd()).observe(list);
  new ResizeObserver(() => atEnd && toEnd()).observe(scroller);
  list.addEventListener("keydown", (event) => roam(event, list));
  list.addEventListener("focusin", (event) => makeCurrent(list, event.target.closest("article")));

  let newest = null;
  return {
    frame,
    toEnd,
    rename: (text) => scroller.setAttribute("aria-label", text),
    focusLast: () => [...list.querySelectorAll("article")].at(-1)?.focus(),
    show(messages) {
      const last = messages.at(-1)?.ts;
      const isNew = newest && last && Number(last) > Number(newest);
      newest = last;
      reconcile(list, entries(messages, inThread));
      if (!list.querySelector("article[tabindex='0']")) makeCurrent(list, [...list.querySelectorAll("article")].at(-1));
      if (atEnd) toEnd();
      else if (isNew) below.hidden = false;
    },
    empty() {
      newest = null;
      atEnd = true;
      reconcile(list, []);
    },
  };
}

function entries(messages, inThread) {
  const items = [];
  let former = null;
  for (const message of messages) {
    const day = dayKey(atOf(message));
    if (!inThread && (!former || dayKey(atOf(former)) !== day)) items.push({ key: `day-${day}`, signature: dayName(atOf(message)), build: () => dayLine(atOf(message)) });
    const follows = joins(former, message, inThread);
    const look = { follows, inThread };
    items.push({ key: `${message.ts}${message.ephemeral ? "-private" : ""}`, signature: JSON.stringify([message, look, state.me, state.people.length]), build: () => renderMessage(message, look) });
    if (inThread && message === messages[0] && messages.length > 1) items.push({ key: "replies", signature: `${messages.length}`, build: () => h("div", { class: "replies-line" }, `${messages.length - 1} ${messages.length === 2 ? "reply" : "replies"}`) });
    former = message;
  }
  return items;
}

function joins(former, message, inThread) {
  if (!former || former.deleted || message.deleted || former.user !== message.user || former.ephemeral || message.ephemeral) return false;
  if (message.subtype !== former.subtype) return false;
  if (message.blocks?.length || former.blocks?.length || (inThread && !former.threadTs)) return false;
  return dayKey(atOf(former)) === dayKey(atOf(message)) && atOf(message) - atOf(former) < GROUPED_MILLISECONDS;
}

const dayLine = (at) => h("div", { class: "day-line" }, h("span", {}, dayName(at)));

function makeCurrent(list, article) {
  if (!article || article.tabIndex === 0) return;
  for (const other of list.querySelectorAll("article")) {
    other.tabIndex = other === article ? 0 : -1;
    for (const tool of other.querySelectorAll(".tools button")) tool.tabIndex = other === article ? 0 : -1;
  }
}

function roam(event, list) {
  if (!["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key) || event.target.tagName !== "ARTICLE") return;
  const all = [...list.querySelectorAll("article")];
  const at = all.indexOf(event.target);
  const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[event.key];
  event.preventDefault();
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
