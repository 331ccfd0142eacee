// Selects with one answer, as the browser's own control.

import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { kindOf, keyOfValue } from "./options.js";

const IDLE_MILLISECONDS = 900;

export function singleSelect(element, place) {
  const { field, choices } = kindOf(element);
  const slot = `selected_${field}`;
  const chosen = keyOfValue(place.begin({ [slot]: element[`initial_${field}`] ?? null })[slot]);
  const placeholder = plain(element.placeholder) || "Choose…";
  const blank = h("option", { value: "" }, placeholder);
  const control = h(
    "select", { id: place.id, class: "select", "aria-label": place.name && (plain(element.placeholder) || place.name), "aria-describedby": place.described, "aria-required": place.required ? "true" : null, data: { focusKey: place.focusKey } },
    blank, grouped(choices, chosen),
  );
  const commit = () => {
    const choice = choices.find(({ key }) => key === control.value);
    control.classList.toggle("blank", !choice);
    place.change({ [slot]: choice?.value ?? null }, control);
  };
  control.classList.toggle("blank", !choices.some(({ key }) => key === chosen));
  if (place.sends) commitOnce(control, commit);
  else control.addEventListener("change", commit);
  return field === "option" && choices.some(({ hint }) => hint) ? explained(control, choices) : control;
}

/** An option's description, under the select, for the one that is chosen. */
function explained(control, choices) {
  const words = h("p", { class: "hint", "aria-live": "polite" });
  const show = () => (words.textContent = choices.find(({ key }) => key === control.value)?.hint ?? "");
  control.addEventListener("change", show);
  show();
  return h("div", {}, control, words);
}

function grouped(choices, chosen) {
  const one = (choice) => h("option", { value: choice.key, selected: choice.key === chosen, title: choice.hint }, choice.label);
  const groups = [...new Set(choices.map(({ group }) => group))];
  if (groups.every((group) => !group)) return choices.map(one);
  return groups.map((group) => h("optgroup", { label: group }, choices.filter((choice) => choice.group === group).map(one)));
}

/** Arrow keys walk through a closed select; only where they come to rest counts as an answer. */
function commitOnce(control, commit) {
  let walking = false;
  let timer = null;
  const rest = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    commit();
  };
  control.addEventListener("keydown", (event) => {
    walking = event.key !== "Tab";
    if (event.key === "Enter") rest();
  });
  control.addEventListener("pointerdown", () => (walking = false));
  control.addEventListener("blur", rest);
  control.addEventListener("change", () => {
    if (!walking) return commit();
    clearTimeout(timer);
    timer = setTimeout(rest, IDLE_MILLISECONDS);
  });
}
