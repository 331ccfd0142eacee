// The You are switcher: everyone one can look as.

import { avatar } from "./avatar.js";
import { h, reconcile } from "./dom.js";
import { clockTime } from "./dates.js";
import { become } from "./places.js";
import { humans, me, on, rehearsalNow, state } from "./state.js";

export function showPeople() {
  const list = h("div", { class: "people-list" });
  const who = h("p", { class: "who", "aria-live": "polite" });
  document.getElementById("people").append(h("fieldset", { class: "people" }, h("legend", {}, "You are"), list, who));
  const draw = () => {
    document.getElementById("workspace").textContent = state.workspace.name || "Rehearsal";
    reconcile(list, humans().map((person) => ({ key: person.id, signature: JSON.stringify(person), build: () => choice(person) })));
    for (const input of list.querySelectorAll("input")) input.checked = input.value === state.me;
    who.textContent = inWords(me());
  };
  on("state", draw);
  on("person", draw);
  draw();
}

function inWords(person) {
  if (!person) return "";
  const city = person.tz?.split("/").at(-1).replaceAll("_", " ");
  return [person.title, person.isGuest && "guest", city && `${clockTime(rehearsalNow(), person.tz)} in ${city}`].filter(Boolean).join(" · ");
}

function choice(person) {
  const input = h("input", { type: "radio", name: "you-are", value: person.id, "aria-label": person.name, onchange: () => become(person.id) });
  return h("label", { class: "person", title: [person.name, person.title].filter(Boolean).join(", ") }, input, avatar(person, 26), person.name.split(" ")[0]);
}
