// The reactions under a message, as toggles.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { refreshSoon } from "./live.js";
import { explain, noAnswer } from "./notices.js";
import { act } from "./server.js";
import { personById, state } from "./state.js";

export function reactions(message) {
  const some = (message.reactions ?? []).filter((reaction) => reaction.users.length);
  if (!some.length) return null;
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, some.map((reaction) => toggle(message, reaction)));
}

function toggle(message, { name, users }) {
  const mine = users.includes(state.me);
  const who = users.map((id) => personById(id)?.name ?? id).join(", ");
  return h(
    "button", { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": `${name}, ${users.length}: ${who}`, title: `:${name}: ${who}`, data: { focusKey: `reaction-${name}` }, onclick: () => react(message, name, mine) },
    emoji(name), h("span", {}, String(users.length)),
  );
}

/** Adds or takes back this person's reaction. */
export async function react(message, name, mine = false) {
  try {
    const answer = await act(state.me, mine ? "unreact" : "react", { channel: state.place, ts: message.ts, name });
    if (!answer.ok && answer.error !== "already_reacted") explain(answer, "the reaction was not added.");
  } catch {
    noAnswer("the reaction was not added.");
  }
  refreshSoon("messages");
}
