// Listens for what changes and has only that read again, in bursts rather than one by one.

import { settle } from "./dom.js";
import { liveAddress } from "./server.js";
import { announce, on, refreshState, state } from "./state.js";

let source = null;
let wasLost = false;

const soon = {
  state: settle(() => refreshState().catch(() => announce("lost")), 120),
  messages: settle(() => announce("messages"), 60),
  view: settle(() => announce("views"), 30),
  home: settle(() => announce("home"), 80),
};

/** Starts listening as the present person, and again for the next one. */
export function listen() {
  connect();
  on("person", connect);
  document.addEventListener("visibilitychange", rest);
}

/** A browser holds few connections to one server, so a page out of sight gives up its own. */
function rest() {
  if (document.visibilityState === "hidden") return source.close();
  connect();
  refreshSoon("state", "messages", "view", "home");
}

/** Reads again what an action of our own has probably changed; live events usually come first. */
export function refreshSoon(...names) {
  for (const name of names) soon[name]();
}

function connect() {
  source?.close();
  source = new EventSource(liveAddress(state.me));
  source.onmessage = (event) => heed(JSON.parse(event.data));
  source.onerror = () => {
    wasLost = true;
    announce("lost");
  };
  source.onopen = () => {
    if (!wasLost) return;
    wasLost = false;
    announce("found");
    refreshSoon("state", "messages", "view", "home");
  };
}

function heed(event) {
  if (["message", "message_changed", "reaction", "ephemeral"].includes(event.type)) {
    if (!event.channel || event.channel === state.place) soon.messages();
    if (event.type === "message") soon.state();
  } else if (event.type === "view") soon.view();
  else if (event.type === "home") soon.home();
  else soon.state();
  if (event.type === "channel") soon.messages();
}
