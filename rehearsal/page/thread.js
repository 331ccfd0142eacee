// The thread beside the conversation.

import { writer } from "./writer.js";
import { h, turns } from "./dom.js";
import { icon } from "./icon.js";
import { makeLog } from "./log.js";
import { closeThread } from "./places.js";
import { fetchMessages, Unanswered } from "./server.js";
import { isHome, on, placeName, state } from "./state.js";

export function showThread() {
  const pane = document.getElementById("thread");
  const log = makeLog({ name: "Replies", inThread: true });
  const place = h("small", {});
  const close = h("button", { type: "button", class: "quiet icon", "aria-label": "Close thread", onclick: leave }, icon("close"));
  const compose = writer({ name: "Reply", placeholder: () => "Reply…", key: () => `${state.place}/${state.thread}`, thread: () => state.thread });
  pane.append(h("header", { class: "thread-head" }, h("h2", {}, "Thread ", place), close), log.frame, compose.frame);
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    leave();
  });
  const order = turns();
  let open = null;
  const load = async () => {
    const asked = state.thread && !isHome() ? `${state.me}/${state.place}/${state.thread}` : null;
    pane.hidden = !asked;
    if (asked !== open) {
      log.empty();
      compose.refresh();
      open = asked;
    }
    if (!asked) return;
    place.textContent = placeName(state.place);
    const isNews = order.ask();
    try {
      const { messages } = await fetchMessages(state.me, state.place, state.thread);
      if (isNews() && open === asked) log.show(messages ?? []);
    } catch (trouble) {
      if (!(trouble instanceof Unanswered)) throw trouble;
    }
  };
  for (const subject of ["thread", "messages", "person"]) on(subject, load);
  load();
}

function leave() {
  const from = state.thread;
  closeThread();
  const article = document.querySelector(`#conversation article[data-ts="${CSS.escape(from ?? "")}"]`);
  (article?.querySelector(".thread-link") ?? article ?? document.querySelector("#composer textarea"))?.focus({ preventScroll: true });
}
