// Which panes are in view: on a phone one at a time, with the channels in a drawer.

import { icon } from "./icon.js";
import { on, placeName, state } from "./state.js";

const app = document.getElementById("app");
const side = document.getElementById("side");
const rail = document.getElementById("rail");
const main = document.getElementById("main");
const phone = matchMedia("(max-width: 820px)");
let opener = null;

export function showPanes() {
  const close = document.getElementById("side-close");
  close.append(icon("close"));
  close.addEventListener("click", closePanes);
  side.addEventListener("click", (event) => event.target.closest("nav a") && closePanes());
  for (const pane of [side, rail]) pane.addEventListener("keydown", (event) => event.key === "Escape" && app.dataset.pane === pane.id && closePanes());
  document.addEventListener("pointerdown", (event) => app.dataset.pane === "side" && !side.contains(event.target) && closePanes());
  document.querySelector("[data-skip]").addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("#composer textarea")?.focus();
  });
  const name = () => (document.title = `${placeName(state.place)} · Howbot rehearsal`);
  on("place", name);
  name();
  on("thread", arrange);
  phone.addEventListener("change", arrange);
  arrange();
}

/** Opens the channel drawer or the rehearsal panel over the conversation. */
export function openPane(name, from) {
  opener = from;
  app.dataset.pane = name;
  arrange();
  const pane = name === "side" ? side : rail;
  (pane.querySelector("[aria-current=page], input:checked") ?? pane.querySelector("button, a, input"))?.focus();
}

export function closePanes() {
  if (!app.dataset.pane) return;
  delete app.dataset.pane;
  arrange();
  (opener?.isConnected ? opener : document.querySelector(".header button"))?.focus();
  opener = null;
}

function arrange() {
  const small = phone.matches;
  app.classList.toggle("with-thread", Boolean(state.thread));
  side.inert = small && app.dataset.pane !== "side";
  rail.inert = small && app.dataset.pane !== "rail" && !state.thread;
  main.inert = small && (Boolean(app.dataset.pane) || Boolean(state.thread));
}
