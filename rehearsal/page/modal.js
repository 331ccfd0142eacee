// Modals: the person's stack of views, the top one shown. What was put in outlives every update of the view.

import { showBlocks } from "./blocks.js";
import { freshId, h, turns } from "./dom.js";
import { clearErrors, complaints, showErrors, submitted } from "./form.js";
import { icon } from "./icon.js";
import { refreshSoon } from "./live.js";
import { plain } from "./mrkdwn.js";
import { inWords, rescueNotices } from "./notices.js";
import { act, fetchViews, Unanswered } from "./server.js";
import { on, state } from "./state.js";
import { forgetSurface, surfaceOf } from "./surface.js";

let stack = [];
let shown = null;
let opener = null;
const order = turns();

export function showModals() {
  on("views", load);
  on("person", () => (dismantle(), load()));
  load();
}

async function load() {
  const asked = state.me;
  const isNews = order.ask();
  try {
    const { stack: fresh } = await fetchViews(asked);
    if (!isNews() || asked !== state.me) return;
    for (const old of stack) if (!fresh.some((view) => view.id === old.id)) forgetSurface({ type: "view", viewId: old.id });
    stack = fresh;
    draw();
  } catch (trouble) {
    if (!(trouble instanceof Unanswered)) throw trouble;
  }
}

function draw() {
  const view = stack.at(-1);
  if (!view) return dismantle({ refocus: true });
  if (shown?.viewId !== view.id) {
    const back = opener ?? document.activeElement;
    dismantle();
    opener = back;
    shown = build(view);
  }
  update(view);
}

function dismantle({ refocus = false } = {}) {
  if (!shown) return;
  rescueNotices();
  shown.dialog.close();
  shown.dialog.remove();
  shown = null;
  if (!refocus) return;
  const back = opener?.isConnected && opener !== document.body ? opener : document.querySelector(".composer-slot:not([hidden]) textarea");
  opener = null;
  back?.focus({ preventScroll: true });
}

function build(view) {
  const id = freshId("modal");
  const title = h("h2", { id });
  const back = h("button", { type: "button", class: "quiet icon", "aria-label": "Back", onclick: () => close(view.id) }, icon("back"));
  const quit = h("button", { type: "button", class: "quiet icon", "aria-label": "Close", onclick: () => close(view.id, { all: true }) }, icon("close"));
  const trouble = h("p", { class: "banner", role: "alert" });
  const blocks = h("div", { class: "blocks" });
  const foot = h("div", { class: "modal-foot" });
  const form = h("form", { novalidate: true, onsubmit: submit }, h("div", { class: "modal-head" }, back, title, quit), h("div", { class: "modal-body" }, trouble, blocks), foot);
  const dialog = h("dialog", { class: "modal", "aria-labelledby": id }, form);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(view.id);
  });
  dialog.addEventListener("keydown", (event) => event.key === "Enter" && (event.metaKey || event.ctrlKey) && form.requestSubmit());
  document.body.append(dialog);
  return { viewId: view.id, dialog, title, back, blocks, foot, form, trouble, view, fresh: true };
}

function update(view) {
  const surface = surfaceOf({ type: "view", viewId: view.id });
  Object.assign(shown, { view, surface });
  shown.title.textContent = plain(view.title);
  shown.back.hidden = stack.length < 2;
  showBlocks(shown.blocks, view.blocks, surface);
  const foot = [plain(view.close) || (view.submit ? "Cancel" : "Close"), plain(view.submit)];
  if (shown.foot.dataset.words !== foot.join("/")) {
    shown.foot.dataset.words = foot.join("/");
    const leave = h("button", { type: "button", class: "button", onclick: () => close(view.id) }, foot[0]);
    shown.foot.replaceChildren(leave, foot[1] ? h("button", { type: "submit", class: "button primary" }, foot[1]) : "");
  }
  if (!shown.fresh) return;
  shown.fresh = false;
  shown.dialog.showModal();
  const first = shown.blocks.querySelector("[autofocus]") ?? shown.blocks.querySelector(".b-input input, .b-input textarea, .b-input select");
  (first ?? shown.blocks.querySelector("button, input, select, textarea") ?? shown.foot.querySelector(".primary, .button"))?.focus();
}

async function submit(event) {
  event.preventDefault();
  const { view, surface, blocks, form } = shown;
  if (form.getAttribute("aria-busy") === "true") return;
  clearErrors(blocks);
  shown.trouble.textContent = "";
  const errors = complaints(view, surface);
  if (Object.keys(errors).length) return showErrors(blocks, errors);
  await whileBusy(form, async () => {
    const answer = await act(state.me, "submit", { viewId: view.id, values: submitted(view, surface) });
    if (answer.errors) showErrors(blocks, answer.errors);
    else if (!answer.ok) sayTrouble(answer);
  });
  refreshSoon("view", "messages", "state", "home");
}

async function whileBusy(form, work) {
  form.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (trouble) {
    if (!(trouble instanceof Unanswered)) throw trouble;
    sayTrouble();
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function sayTrouble(answer = {}) {
  if (!shown) return;
  shown.trouble.textContent = inWords(answer, "what you typed is still here");
  shown.trouble.scrollIntoView({ block: "nearest" });
}

async function close(viewId, { all = false } = {}) {
  try {
    await act(state.me, "close", { viewId, ...(all ? { all: true } : {}) });
  } catch (trouble) {
    if (!(trouble instanceof Unanswered)) throw trouble;
    stack = stack.filter((view) => !all && view.id !== viewId);
    draw();
  }
  refreshSoon("view");
  await load();
}
