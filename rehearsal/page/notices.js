// Short words at the foot of the page: errors are alerts, everything else is a status.

import { h } from "./dom.js";
import { icon } from "./icon.js";
import { appName } from "./state.js";

const SHOWN_MILLISECONDS = 9000;

export function notice(text, { kind = "status" } = {}) {
  const box = document.getElementById("notices");
  const host = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (box.parentElement !== host) host.append(box);
  const close = h("button", { class: "quiet icon", "aria-label": "Dismiss", onclick: () => note.remove() }, icon("close", 14));
  const note = h("div", { class: `notice ${kind}`, role: kind === "alert" ? "alert" : "status" }, h("span", {}, text), close);
  for (const same of [...box.children]) if (same.firstChild.textContent === text) same.remove();
  box.append(note);
  setTimeout(() => note.remove(), SHOWN_MILLISECONDS);
}

/** Brings the notices back to the page before the dialog that held them goes. */
export const rescueNotices = () => document.body.append(document.getElementById("notices"));

const NO_ANSWER = ["bot did not answer", "dispatch_failed", "operation_timeout"];

const WORDS = {
  not_in_channel: "You are not in that channel yet. Join it first",
  is_archived: "That channel is archived, so nothing can be posted there",
};

/** What happened, and what is not lost, for an answer {ok: false, error}. */
export function inWords({ error }, kept) {
  if (!error || NO_ANSWER.includes(error)) return `${appName()} did not answer – ${kept}`;
  const words = WORDS[error] ?? (/\s/.test(error) ? error[0].toUpperCase() + error.slice(1) : `That did not work (${error})`);
  return `${words} – ${kept}`;
}

export const explain = (answer, kept) => notice(inWords(answer, kept), { kind: "alert" });
export const noAnswer = (kept) => explain({}, kept);
