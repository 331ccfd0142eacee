// A box to write in: Enter sends, "/" suggests commands, "@" suggests people, and nothing typed is ever lost.

import { asBase64 } from "./fields.js";
import { freshId, h } from "./dom.js";
import { icon } from "./icon.js";
import { refreshSoon } from "./live.js";
import { openMenu } from "./menus.js";
import { explain, noAnswer, notice } from "./notices.js";
import { toSlack } from "./outgoing.js";
import { act, Unanswered } from "./server.js";
import { state } from "./state.js";
import { suggestions } from "./suggestions.js";

const drafts = new Map();

/** `key()` names the conversation a draft belongs to; `thread()` is the thread's ts or null. */
export function writer({ name, placeholder, key, thread }) {
  const listId = freshId("suggestions");
  const field = h("textarea", { "aria-label": name, rows: "1", "aria-autocomplete": "list", "aria-controls": listId, enterkeyhint: "send", spellcheck: "true" });
  const usage = h("p", { class: "usage", "aria-live": "polite" });
  const offer = suggestions(field, listId, { commands: !thread() && name === "Message" });
  const tool = (label, shape, run, popup) => h("button", { type: "button", class: "quiet icon", "aria-label": label, title: label, "aria-haspopup": popup ? "menu" : null, "aria-expanded": popup ? "false" : null, onclick: (event) => run(event.currentTarget) }, icon(shape));
  const picker = h("input", { type: "file", multiple: true, hidden: true, onchange: () => attach(picker) });
  const sendButton = h("button", { type: "button", class: "button primary icon send", "aria-label": name === "Reply" ? "Send reply" : "Send", onclick: () => send() }, icon("send"));
  const bar = h("div", { class: "writer-bar" }, name === "Message" && tool("Shortcuts", "bolt", (anchor) => openShortcuts(anchor, write), true), tool("Attach a file", "clip", () => picker.click()), tool("Mention someone", "at", () => offer.startMention()), usage, sendButton);
  const frame = h("div", { class: "writer" }, offer.list, h("div", { class: "writer-box" }, field, bar), picker);
  const draftKey = () => `${state.me}/${key()}`;
  let shownKey = null;

  function settle() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, innerHeight * 0.35)}px`;
    drafts.set(draftKey(), field.value);
    sendButton.disabled = !field.value.trim();
    usage.textContent = usageOf(field.value);
  }

  function write(text) {
    field.value = text;
    settle();
    field.focus();
    field.setSelectionRange(text.length, text.length);
    offer.update();
  }

  async function send() {
    const text = field.value.trim();
    if (!text) return;
    const from = draftKey();
    const details = { channel: state.place, text: toSlack(text), ...(thread() ? { thread: thread() } : {}) };
    write("");
    const trouble = await sendText(text, details);
    if (!trouble) return refreshSoon("messages", "state", "view");
    if (!drafts.get(from)) drafts.set(from, text);
    if (draftKey() === from && !field.value) write(text);
  }

  async function attach(input) {
    for (const file of input.files) {
      try {
        const answer = await act(state.me, "upload", { channel: state.place, name: file.name, base64: await asBase64(file), text: "", ...(thread() ? { thread: thread() } : {}) });
        if (!answer.ok) explain(answer, `${file.name} was not sent.`);
      } catch {
        noAnswer(`${file.name} was not sent.`);
      }
    }
    input.value = "";
    refreshSoon("messages");
    field.focus();
  }

  field.addEventListener("input", () => {
    settle();
    offer.update();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || offer.steer(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  });

  return {
    frame,
    write,
    refresh() {
      field.placeholder = placeholder();
      if (shownKey === draftKey()) return;
      shownKey = draftKey();
      field.value = drafts.get(shownKey) ?? "";
      offer.close();
      settle();
    },
  };
}

async function sendText(text, details) {
  const isCommand = /^\/[a-z]/i.test(text);
  if (isCommand && details.thread) {
    notice("Commands do not work in threads; buttons and shortcuts do. What you typed is still here.", { kind: "alert" });
    return true;
  }
  try {
    const answer = await act(state.me, isCommand ? "command" : "message", details);
    if (!answer.ok) explain(answer, "what you typed is still here.");
    return !answer.ok;
  } catch (trouble) {
    if (!(trouble instanceof Unanswered)) throw trouble;
    noAnswer("what you typed is still here.");
    return true;
  }
}

function usageOf(text) {
  const typed = /^(\/\S+)/.exec(text)?.[1];
  const command = state.commands.find(({ command: name }) => name === typed);
  return command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
}

function openShortcuts(anchor, write) {
  const shortcuts = state.shortcuts.filter(({ type }) => type === "global" || type === "shortcut");
  const items = [
    ...(shortcuts.length ? [{ heading: "Shortcuts" }, ...shortcuts.map((shortcut) => ({ label: shortcut.name, icon: icon("bolt", 16), run: () => useShortcut(shortcut) }))] : []),
    ...(state.commands.length ? [{ heading: "Commands" }, ...state.commands.map(({ command, description }) => ({ label: command, hint: description, run: () => setTimeout(() => write(`${command} `), 0) }))] : []),
  ];
  openMenu(anchor, { name: "Shortcuts", items });
}

async function useShortcut(shortcut) {
  try {
    const answer = await act(state.me, "globalShortcut", { callbackId: shortcut.callback_id });
    if (!answer.ok) explain(answer, "nothing was changed; you can choose it again.");
  } catch {
    noAnswer("nothing was changed; you can choose it again.");
  }
  refreshSoon("view", "messages");
}
