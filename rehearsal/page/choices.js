// Radio buttons, checkboxes and selects with several answers: groups of labelled boxes.

import { freshId, h } from "./dom.js";
import { plain, richText } from "./mrkdwn.js";
import { keyOfValue, kindOf } from "./options.js";

const SEARCHABLE_FROM = 9;

export function radioButtons(element, place) {
  const chosen = place.begin({ selected_option: element.initial_option ?? null }).selected_option?.value;
  const group = freshId("radio");
  const choose = (option) => (event) => place.change({ selected_option: option }, event.target);
  const one = (option) => box("radio", option, { name: group, checked: option.value === chosen, place, onchange: choose(option) });
  return framed(place, "radiogroup", (element.options ?? []).map(one));
}

export function checkboxes(element, place) {
  const chosen = new Set((place.begin({ selected_options: element.initial_options ?? [] }).selected_options ?? []).map(({ value }) => value));
  const toggle = (option) => (event) => {
    chosen[event.target.checked ? "add" : "delete"](option.value);
    place.change({ selected_options: element.options.filter(({ value }) => chosen.has(value)) }, event.target);
  };
  const one = (option) => box("checkbox", option, { checked: chosen.has(option.value), place, onchange: toggle(option) });
  return framed(place, "group", (element.options ?? []).map(one));
}

function box(type, option, { name, checked, place, onchange }) {
  const id = freshId("box");
  const hint = option.description && h("small", { id: `${id}-hint` }, richText(option.description));
  const described = [hint && `${id}-hint`, place.described].filter(Boolean).join(" ") || null;
  return h(
    "label", { class: "box" },
    h("input", { type, name, checked, "aria-labelledby": id, "aria-describedby": described, data: { focusKey: `${place.focusKey}/${option.value}` }, onchange }),
    h("span", {}, h("span", { id }, richText(option.text)), hint),
  );
}

/** In an input block the fieldset around it is the group; elsewhere the group needs a name of its own. */
const framed = (place, role, boxes) => h("div", { class: "boxes", role: place.name ? role : null, "aria-label": place.name ?? null }, boxes);

export function multiSelect(element, place) {
  const { field, choices } = kindOf(element);
  const slot = `selected_${field}s`;
  const chosen = new Set((place.begin({ [slot]: element[`initial_${field}s`] ?? [] })[slot] ?? []).map(keyOfValue));
  const limit = element.max_selected_items ?? Infinity;
  const boxes = choices.map((choice) => chip(choice, place, chosen));
  const obeyLimit = () => {
    for (const input of boxes.map((label) => label.querySelector("input"))) input.disabled = !input.checked && chosen.size >= limit;
  };
  const list = h("div", { class: "chips" }, boxes);
  list.addEventListener("change", (event) => {
    chosen[event.target.checked ? "add" : "delete"](event.target.value);
    obeyLimit();
    place.change({ [slot]: choices.filter(({ key }) => chosen.has(key)).map(({ value }) => value) }, event.target);
  });
  obeyLimit();
  const search = choices.length >= SEARCHABLE_FROM && searchBox(choices, boxes, plain(element.placeholder) || "Find…");
  return h("div", { class: "multi", role: place.name ? "group" : null, "aria-label": place.name ?? null }, search, list);
}

function chip(choice, place, chosen) {
  const input = h("input", { type: "checkbox", value: choice.key, checked: chosen.has(choice.key), "aria-describedby": place.described, data: { focusKey: `${place.focusKey}/${choice.key}` } });
  return h("label", { class: "chip", title: choice.hint }, input, h("span", {}, choice.label));
}

function searchBox(choices, boxes, placeholder) {
  const narrow = (event) => {
    const wanted = event.target.value.toLowerCase();
    choices.forEach((choice, at) => (boxes[at].hidden = !choice.label.toLowerCase().includes(wanted)));
  };
  return h("input", { type: "search", class: "field", placeholder, "aria-label": placeholder, oninput: narrow });
}
