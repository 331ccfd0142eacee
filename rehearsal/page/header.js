// The head of a conversation: its name, topic, bookmarks and what is pinned.

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icon.js";
import { openMenu } from "./menus.js";
import { inline, link, plain, spoken } from "./mrkdwn.js";
import { messageByTs, showMessage } from "./messages.js";
import { openPane } from "./panes.js";
import { appName, channelById, currentConversation, dmById, dmName, isHome, on, personById, state } from "./state.js";

export function showHeader() {
  const header = document.getElementById("header");
  let shown = "";
  const draw = () => {
    const unread = [...state.channels, ...state.dms].some((one) => one.unread > 0 && one.id !== state.place);
    const now = JSON.stringify([state.me, state.place, currentConversation(), unread, state.bot.state, state.people.length]);
    if (now === shown) return;
    shown = now;
    const focused = header.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    header.replaceChildren(...parts(unread));
    if (focused) header.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  };
  for (const subject of ["state", "place", "person"]) on(subject, draw);
  draw();
}

function parts(unread) {
  const channel = channelById(state.place);
  const topic = isHome() ? "What concerns you, across all incidents" : (channel?.topic ?? personById(dmById(state.place)?.userId)?.title ?? "");
  const drawer = h("button", { class: "quiet icon phone-only", "aria-label": "Open channels", onclick: (event) => openPane("side", event.currentTarget) }, icon("menu"), unread && h("i", { class: "dot" }));
  const panel = h("button", { class: "quiet phone-only rehearsal-open", "aria-label": "Open rehearsal panel", onclick: (event) => openPane("rail", event.currentTarget) }, h("i", { class: `lamp ${state.bot.state ?? "up"}` }), icon("plug"));
  const words = h("div", { class: "header-words" }, h("h2", { class: "place-name" }, mark(channel), name(channel)), topic && h("p", { class: "topic", title: spoken(topic) }, inline(topic)));
  return [h("div", { class: "header-row" }, drawer, words, panel), ...extras(channel)];
}

function mark(channel) {
  if (isHome()) return icon("home", 19);
  if (channel) return icon(channel.private ? "lock" : "hash", 19);
  const dm = dmById(state.place);
  return dm ? avatar(personById(dm.userId) ?? { name: dmName(dm) }, 26) : "";
}

function name(channel) {
  if (isHome()) return `${appName()} home`;
  const dm = dmById(state.place);
  return channel?.name ?? (dm ? dmName(dm) : "");
}

function extras(channel) {
  const bookmarks = channel?.bookmarks ?? [];
  const pins = channel?.pins ?? [];
  if (!bookmarks.length && !pins.length) return [];
  const pinned = pins.length > 0 && h("button", { class: "quiet small", "aria-haspopup": "menu", "aria-expanded": "false", onclick: (event) => openPins(event.currentTarget, pins) }, icon("pin", 15), `${pins.length} pinned`);
  const marks = bookmarks.map((bookmark) => {
    const anchor = link(bookmark.link, plain(bookmark.title));
    anchor.className = "bookmark";
    anchor.prepend(icon("link", 14));
    return anchor;
  });
  return [h("div", { class: "header-extras" }, pinned, marks.length > 0 && h("div", { class: "bookmarks", role: "group", "aria-label": "Bookmarks" }, marks))];
}

function openPins(anchor, pins) {
  const items = pins.map((ts) => {
    const message = messageByTs(ts);
    const words = message ? spoken(message.text || message.blocks?.find((block) => block.text)?.text?.text || "Message") : "A message further up";
    return { label: words.slice(0, 90), hint: message?.name, run: () => showMessage(ts) };
  });
  openMenu(anchor, { name: "Pinned", items, wide: true });
}
