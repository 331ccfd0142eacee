// The list above the box: commands after "/", people after "@".

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { humans, state } from "./state.js";

export function suggestions(field, id, { commands }) {
  const list = h("div", { class: "suggestions", id, role: "listbox", "aria-label": "Suggestions", hidden: true });
  let offered = [];
  let at = 0;

  const close = () => {
    list.hidden = true;
    offered = [];
    field.removeAttribute("aria-activedescendant");
  };

  const mark = () => {
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    field.setAttribute("aria-activedescendant", `${id}-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };

  const choose = (entry) => {
    const before = field.value.slice(0, entry.from) + entry.insert;
    field.value = before + field.value.slice(field.selectionStart);
    field.setSelectionRange(before.length, before.length);
    close();
    field.focus();
    field.dispatchEvent(new Event("input"));
    close();
  };

  const update = () => {
    offered = [...(commands ? fittingCommands(field) : []), ...fittingPeople(field)].slice(0, 8);
    if (!offered.length) return close();
    at = 0;
    list.replaceChildren(...offered.map((entry, index) => option(entry, `${id}-${index}`, choose)));
    list.hidden = false;
    mark();
  };

  const steer = (event) => {
    if (list.hidden) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      at = (at + moves[event.key] + offered.length) % offered.length;
      mark();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !offered[at].complete)) choose(offered[at]);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  field.addEventListener("blur", () => setTimeout(close, 150));
  return { list, update, steer, close, startMention: () => startMention(field) };
}

function option(entry, id, choose) {
  const take = (event) => {
    event.preventDefault();
    choose(entry);
  };
  return h("div", { class: "suggestion", id, role: "option", onpointerdown: take }, entry.mark, h("span", {}, h("strong", {}, entry.label), entry.hint && h("small", {}, entry.hint)));
}

function fittingCommands(field) {
  const typed = /^\/\S*$/.exec(field.value)?.[0];
  if (!typed) return [];
  const fitting = state.commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
  return fitting.map(({ command, description, usage_hint: usage }) => ({
    label: command, hint: [usage, description].filter(Boolean).join(" – "), insert: `${command} `, from: 0, complete: command === typed, mark: h("span", { class: "slash", "aria-hidden": "true" }, "/"),
  }));
}

function fittingPeople(field) {
  const before = field.value.slice(0, field.selectionStart);
  const found = /(?:^|[\s(])@([\p{L}.'-]*(?: [\p{L}.'-]*)?)$/u.exec(before);
  if (!found) return [];
  const typed = found[1].toLowerCase();
  const fitting = [...humans(), ...state.people.filter((person) => person.isBot)].filter(({ name }) => name.toLowerCase().startsWith(typed) || name.toLowerCase().split(" ").some((part) => part.startsWith(typed)));
  return fitting.map((person) => ({
    label: person.name, hint: person.title, insert: `@${person.name} `, from: before.length - found[1].length - 1, mark: avatar(person, 24),
    complete: [person.name, person.name.split(" ")[0]].some((name) => name.toLowerCase() === typed),
  }));
}

function startMention(field) {
  const before = field.value.slice(0, field.selectionStart);
  const joined = `${before}${/(^|\s)$/.test(before) ? "" : " "}@`;
  field.value = joined + field.value.slice(field.selectionStart);
  field.focus();
  field.setSelectionRange(joined.length, joined.length);
  field.dispatchEvent(new Event("input"));
}
