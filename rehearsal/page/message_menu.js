// What one can do with a message: reply, react, edit, delete, and the app's shortcuts.

import { confirmed } from "./confirm.js";
import { h } from "./dom.js";
import { emoji, REACTIONS } from "./emoji.js";
import { icon } from "./icon.js";
import { refreshSoon } from "./live.js";
import { openMenu } from "./menus.js";
import { explain, noAnswer } from "./notices.js";
import { toSlack, toTyped } from "./outgoing.js";
import { openThread } from "./places.js";
import { react } from "./reactions.js";
import { act } from "./server.js";
import { appName, state } from "./state.js";

/** The small bar at a message's corner. */
export function tools(message, article, { inThread }) {
  const tool = (name, shape, run, popup) => h("button", { type: "button", class: "quiet icon", tabindex: "-1", "aria-label": name, title: name, "aria-haspopup": popup ? "menu" : null, "aria-expanded": popup ? "false" : null, onclick: (event) => run(event.currentTarget) }, icon(shape, 17));
  const more = tool("More actions", "more", (anchor) => openActions(anchor, message, article, inThread), true);
  return h("div", { class: "tools" }, more);
}

function openActions(anchor, message, article, inThread) {
  const own = message.user === state.me;
  const later = (work) => () => setTimeout(work, 0);
  const items = [
    !inThread && { label: "Reply in thread", icon: icon("reply", 16), run: later(() => reply(message)) },
    { label: "Add reaction", icon: icon("smile", 16), run: later(() => openReactions(anchor, message)) },
    own && { label: "Edit message", icon: icon("pencil", 16), run: later(() => edit(message, article)) },
    own && { label: "Delete message", icon: icon("trash", 16), danger: true, run: later(() => remove(message)) },
  ].filter(Boolean);
  const shortcuts = state.shortcuts.filter(({ type }) => type === "message" || type === "message_action");
  const offered = shortcuts.map((shortcut) => ({ label: shortcut.name, icon: icon("bolt", 16), run: () => useShortcut(shortcut, message) }));
  openMenu(anchor, { name: "More actions", items: offered.length ? [...items, null, { heading: appName() }, ...offered] : items });
}

function reply(message) {
  openThread(message.threadTs || message.ts);
  setTimeout(() => document.querySelector("#thread textarea")?.focus(), 60);
}

function openReactions(anchor, message) {
  const mine = (name) => message.reactions?.some((reaction) => reaction.name === name && reaction.users.includes(state.me));
  const items = REACTIONS.map((name) => ({ label: emoji(name), name, title: `:${name}:`, run: () => react(message, name, mine(name)) }));
  openMenu(anchor, { name: "Add reaction", items, grid: true });
}

async function useShortcut(shortcut, message) {
  try {
    const answer = await act(state.me, "messageShortcut", { callbackId: shortcut.callback_id, channel: state.place, ts: message.ts });
    if (!answer.ok) explain(answer, "nothing was changed; you can choose it again.");
  } catch {
    noAnswer("nothing was changed; you can choose it again.");
  }
  refreshSoon("view", "messages");
}

function edit(message, article) {
  const content = article.querySelector(".content");
  const former = [...content.childNodes];
  const field = h("textarea", { class: "field", "aria-label": "Edit message", rows: "2", value: toTyped(message.text) });
  const stop = () => {
    delete article.dataset.editing;
    content.replaceChildren(...former);
    article.focus({ preventScroll: true });
  };
  const save = async () => {
    const text = field.value.trim();
    if (!text) return;
    if (await changed("edit", message, { text: toSlack(text) }, "your text is still here.")) stop();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
    else if (event.key === "Enter" && !event.shiftKey) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  article.dataset.editing = "";
  content.replaceChildren(field, h("div", { class: "row end" }, h("button", { type: "button", class: "button", onclick: stop }, "Cancel"), h("button", { type: "button", class: "button primary", onclick: save }, "Save")));
  field.focus();
}

async function remove(message) {
  const sure = await confirmed({ title: "Delete this message?", text: "It is gone for everyone in this conversation.", confirm: "Delete", style: "danger" });
  if (sure) await changed("delete", message, {}, "the message is still there.");
}

async function changed(doing, message, details, kept) {
  try {
    const answer = await act(state.me, doing, { channel: state.place, ts: message.ts, ...details });
    if (!answer.ok) explain(answer, kept);
    return answer.ok;
  } catch {
    noAnswer(kept);
    return false;
  } finally {
    refreshSoon("messages");
  }
}
