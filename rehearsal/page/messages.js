// The messages of the place we are in.

import { h, turns } from "./dom.js";
import { hint } from "./hint.js";
import { noAnswer } from "./notices.js";
import { refreshSoon } from "./live.js";
import { makeLog } from "./log.js";
import { act, fetchMessages, Unanswered } from "./server.js";
import { announce, channelById, isHome, on, placeName, state } from "./state.js";

let shown = [];
let shownFor = null;
let log = null;
let wanted = null;
const order = turns();

export function showMessages() {
  const frame = document.getElementById("conversation");
  log = makeLog({ name: "Messages" });
  const start = h("div", { class: "start" });
  const foot = h("div", { class: "join-bar", hidden: true });
  log.frame.querySelector(".log-space").append(start);
  frame.replaceChildren(log.frame, foot);
  const draw = () => {
    frame.hidden = isHome();
    if (isHome()) return;
    log.rename(`Messages in ${placeName(state.place)}`);
    drawStart(start);
    drawFoot(foot);
  };
  on("state", draw);
  for (const subject of ["place", "person"]) on(subject, () => (draw(), load()));
  on("messages", load);
  on("show", showMessage);
  draw();
  load();
}

/** A message of the present place, if it has been read. */
export const messageByTs = (ts) => shown.find((message) => message.ts === ts);

/** Scrolls to a message and puts the focus on it; waits for it when it is not there yet. */
export function showMessage(ts) {
  const article = document.querySelector(`#conversation article[data-ts="${CSS.escape(ts)}"]`);
  wanted = article ? null : ts;
  if (!article) return;
  article.scrollIntoView({ block: "center" });
  article.focus({ preventScroll: true });
  article.classList.add("pointed");
  setTimeout(() => article.classList.remove("pointed"), 1600);
}

async function load() {
  if (isHome() || !state.place) return;
  const asked = `${state.me}/${state.place}`;
  if (shownFor !== asked) {
    log.empty();
    shownFor = asked;
  }
  const isNews = order.ask();
  try {
    const { messages } = await fetchMessages(state.me, state.place);
    if (!isNews() || shownFor !== asked || `${state.me}/${state.place}` !== asked) return;
    shown = messages ?? [];
    log.show(shown);
    announce("shown", shown);
    if (wanted) showMessage(wanted);
  } catch (trouble) {
    if (!(trouble instanceof Unanswered)) throw trouble;
  }
}

function drawStart(start) {
  const channel = channelById(state.place);
  const words = channel ? `This is where ${channel.private ? "the private channel " : "#"}${channel.name} begins.` : `Your direct messages with ${placeName(state.place)} begin here.`;
  if (start.dataset.words === words) return;
  start.dataset.words = words;
  start.replaceChildren(h("p", {}, words), channel?.name === "general" ? hint() : "");
}

function drawFoot(foot) {
  const channel = channelById(state.place);
  foot.hidden = !channel || (channel.member !== false && !channel.archived);
  if (foot.hidden) return;
  const join = h("button", { class: "button primary", onclick: () => joinChannel(channel.id) }, `Join ${placeName(channel.id)}`);
  foot.replaceChildren(h("p", {}, channel.archived ? "This channel is archived. Everything in it can still be read." : "You are looking in from outside."), channel.archived ? "" : join);
}

async function joinChannel(channel) {
  try {
    await act(state.me, "join", { channel });
  } catch {
    noAnswer("you have not joined yet.");
  }
  refreshSoon("state", "messages");
}
