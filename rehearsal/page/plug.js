// The Rehearsal panel: the bot's state, its clock, the plug to pull, and a whole incident to watch.

import { closePanes } from "./panes.js";
import { h, settle } from "./dom.js";
import { clockTime, shortDay } from "./dates.js";
import { hint } from "./hint.js";
import { icon } from "./icon.js";
import { refreshSoon } from "./live.js";
import { noAnswer, notice } from "./notices.js";
import { go } from "./places.js";
import { tellBot } from "./server.js";
import { appName, channelById, on, rehearsalNow, state } from "./state.js";

const JUMPS = [["1 hour", { hours: 1 }], ["Next 9:30", { to: "morning" }], ["1 day", { hours: 24 }], ["3 days", { hours: 72 }], ["1 week", { hours: 168 }]];
const TICK_MILLISECONDS = 10_000;
let lost = false;

export function showRehearsal() {
  const panel = document.getElementById("rehearsal");
  const parts = { ...headPart(), ...clockPart(), ...plugPart(), ...scriptPart() };
  const first = h("div", { class: "part" }, h("p", { class: "muted" }, "First time here?"), hint());
  const body = h("div", { class: "rehearsal-body", id: "rehearsal-body" }, parts.clockBox, parts.plugBox, parts.scriptBox, first);
  const offerHint = () => (first.hidden = channelById(state.place)?.name === "general");
  panel.append(parts.head, body);
  const draw = () => {
    drawHead(parts);
    parts.clock.replaceChildren(...clockWords());
    drawCount(parts.count);
    drawScript(parts);
    if (state.bot.state !== "up") askAgain();
  };
  on("state", draw);
  on("person", draw);
  on("thread", () => fold(parts, Boolean(state.thread)));
  on("place", offerHint);
  offerHint();
  on("lost", () => ((lost = true), draw()));
  on("found", () => ((lost = false), draw()));
  setInterval(draw, TICK_MILLISECONDS);
  draw();
  fold(parts, Boolean(state.thread));
}

const askAgain = settle(() => refreshSoon("state"), 1500);

function headPart() {
  const lamp = h("i", { class: "lamp" });
  const words = h("span", { class: "bot-words", role: "status" });
  const toggle = h("button", { type: "button", class: "quiet icon fold-toggle", "aria-label": "Rehearsal panel", "aria-expanded": "true", "aria-controls": "rehearsal-body", onclick: () => fold({ toggle }, toggle.getAttribute("aria-expanded") === "true") }, icon("down"));
  const close = h("button", { type: "button", class: "quiet icon phone-only", "aria-label": "Close rehearsal panel", onclick: closePanes }, icon("close"));
  return { head: h("header", { class: "rehearsal-head" }, h("h2", {}, "Rehearsal"), lamp, words, toggle, close), lamp, words, toggle };
}

function fold({ toggle }, folded) {
  toggle.setAttribute("aria-expanded", String(!folded));
  document.getElementById("rehearsal").classList.toggle("folded", folded);
}

const BOT_WORDS = { up: "is up", down: "is down", starting: "is starting" };

function drawHead({ lamp, words }) {
  const now = lost ? "down" : (state.bot.state ?? "down");
  lamp.className = `lamp ${now}`;
  const text = lost ? "No connection to the rehearsal" : `${appName()} ${BOT_WORDS[now] ?? now}`;
  if (words.textContent !== text) words.textContent = text;
}

function clockPart() {
  const clock = h("p", { class: "clock" });
  const jump = ([words, further]) => h("button", { type: "button", class: "button", "aria-label": further.to ? "Jump ahead to the next morning at 9:30 where you are" : `Jump ahead ${words}`, onclick: (event) => jumpAhead(event.currentTarget, further, words) }, words);
  const buttons = h("div", { class: "row", role: "group", "aria-label": "Jump ahead" }, h("span", { class: "row-label" }, "Jump ahead"), JUMPS.map(jump));
  return { clock, clockBox: h("div", { class: "part" }, clock, buttons) };
}

function clockWords() {
  const now = rehearsalNow();
  return [icon("clock", 16), h("strong", {}, `${shortDay(now)}${ahead(state.bot.hoursAhead ?? 0)}`), h("span", { class: "muted" }, clockTime(now))];
}

/** ", +3 days", or on the first day ", +4 h". */
function ahead(hours) {
  const days = hours < 24 ? 0 : Math.round(hours / 24);
  if (days > 0) return `, +${days} ${days === 1 ? "day" : "days"}`;
  return hours > 0 ? `, +${hours} h` : "";
}

const jumpAhead = (button, further, words) => ask(button, "jump", { ...further, as: state.me }, () => notice(`It is ${further.to ? "9:30, the next morning" : `${words} later`}. ${appName()} was restarted to notice.`));

function plugPart() {
  const count = h("p", { class: "plug-count", role: "status", "aria-live": "off" });
  const pull = h("button", { type: "button", class: "button pull", onclick: (event) => ask(event.currentTarget, "pull") }, icon("plug", 17), "Pull the plug");
  return { count, plugBox: h("div", { class: "part" }, pull, h("p", { class: "muted" }, "Kills the bot in the middle of things and starts it again. Nothing may get lost."), count) };
}

function drawCount(count) {
  const { did = 0, stored = 0, lost = 0, doubled = 0, restarts = 0 } = state.plug;
  const figures = [["People did", did], ["stored", stored], ["lost", lost, true], ["doubled", doubled, true], ["restarts", restarts]];
  const one = ([name, value, wanted], at) => [at ? h("span", { class: "unseen" }, " · ") : "", h("span", { class: `figure ${wanted ? (value ? "bad" : "good") : ""}` }, h("span", {}, `${name} `), h("b", {}, String(value)))];
  count.replaceChildren(...figures.flatMap(one));
}

function scriptPart() {
  const play = h("button", { type: "button", class: "button primary", onclick: (event) => ask(event.currentTarget, "script") }, icon("play", 16), "Play a whole incident");
  const progress = h("progress", { "aria-label": "The incident so far", hidden: true });
  const step = h("p", { class: "script-step", role: "status" });
  return { play, progress, step, scriptBox: h("div", { class: "part" }, play, progress, step) };
}

function drawScript({ play, progress, step }) {
  const { running, step: at = 0, steps = 0, label = "", channel } = state.script ?? {};
  play.disabled = Boolean(running);
  progress.hidden = !running && !label;
  progress.max = steps || 1;
  progress.value = running ? at : steps || 1;
  const words = running ? `${at} of ${steps}: ${label}` : label;
  if (step.dataset.words === `${words}/${channel}`) return;
  step.dataset.words = `${words}/${channel}`;
  const visit = channel && h("button", { type: "button", class: "link", onclick: () => (go(channel), closePanes()) }, "Watch it there");
  step.replaceChildren(words, visit ? " " : "", visit || "");
}

async function ask(button, doing, details, then) {
  button.disabled = true;
  try {
    const answer = await tellBot(doing, details);
    if (answer.ok === false) notice(answer.error ?? "That did not work.", { kind: "alert" });
    else then?.();
  } catch {
    noAnswer("the rehearsal goes on; press it again.");
  } finally {
    button.disabled = false;
    refreshSoon("state");
  }
}
