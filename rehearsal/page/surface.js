// What blocks stand on: a message, a modal or the Home tab. Remembers what a person put in and sends what they press.

import { refreshSoon } from "./live.js";
import { explain, noAnswer } from "./notices.js";
import { act, Unanswered } from "./server.js";
import { state } from "./state.js";

const remembered = new Map();

const keyOf = (container) => [state.me, container.type, container.viewId ?? container.channel, container.ts].join("/");

/** The surface of a container; asking again gives the same remembered values. */
export function surfaceOf(container) {
  const key = keyOf(container);
  if (!remembered.has(key)) remembered.set(key, {});
  const values = remembered.get(key);
  return {
    container,
    values,
    recall: (blockId, actionId) => values[blockId]?.[actionId],
    keep(blockId, actionId, value) {
      values[blockId] = { ...values[blockId], [actionId]: value };
    },
    send: (blockId, actionId, detail) => sendClick(container, { blockId, actionId, values, ...detail }),
  };
}

export const forgetSurface = (container) => remembered.delete(keyOf(container));

async function sendClick(container, details) {
  const kept = container.type === "view" ? "what you typed is still here." : "nothing was changed; you can press it again.";
  try {
    const answer = await act(state.me, "click", { container, ...details });
    if (!answer.ok) explain(answer, kept);
    return answer;
  } catch (trouble) {
    if (!(trouble instanceof Unanswered)) throw trouble;
    noAnswer(kept);
    return { ok: false };
  } finally {
    refreshSoon("view", "messages", "state");
    if (container.type === "view") refreshSoon("home");
  }
}
