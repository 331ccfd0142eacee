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

export const noAnswer = (kept) => notice(`${appName()} did not answer – ${kept}`, { kind: "alert" });

const WORDS = {
  not_in_channel: "You are not in that channel yet. Join it first.",
  is_archived: "That channel is archived, so nothing can be posted there.",
  dispatch_failed: null, operation_timeout: null, dispatch_unknown_error: null,
  unknown_command: "No such command. Type / to see which there are.",
};

const sentence = (words) => words[0].toUpperCase() + words.slice(1);

/** Says what an answer {ok: false, error} means for the person; `kept` tells what is not lost. */
export function explain(answer, kept) {
  const words = WORDS[answer.error];
  if (words) notice(words, { kind: "alert" });
  else if (words === null || !answer.error) noAnswer(kept);
  else notice(`${/\s/.test(answer.error) ? sentence(answer.error) : `That did not work (${answer.error})`} – ${kept}`, { kind: "alert" });
}
