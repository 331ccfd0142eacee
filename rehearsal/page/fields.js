// Fields one types or picks a moment into, and files.

import { freshId, h } from "./dom.js";
import { fromLocalField, toLocalField } from "./dates.js";
import { plain } from "./mrkdwn.js";
import { act } from "./server.js";
import { state } from "./state.js";

const TYPES = { email_text_input: "email", url_text_input: "url", number_input: "text" };

export function textInput(element, place) {
  const rich = element.type === "rich_text_input";
  const initial = rich ? { rich_text_value: element.initial_value ?? null } : { value: element.initial_value ?? null };
  const value = shownText(place.begin(initial));
  const tall = element.multiline || rich;
  const counter = element.max_length && h("span", { class: "counter", id: freshId("count") });
  const control = h(tall ? "textarea" : "input", {
    ...common(place, counter?.id), class: "field", type: tall ? null : (TYPES[element.type] ?? "text"), rows: tall ? "3" : null, maxlength: element.max_length, placeholder: plain(element.placeholder) || null,
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null, autofocus: element.focus_on_load, value,
  });
  const count = () => counter && (counter.textContent = `${control.value.length} / ${element.max_length}`);
  const changed = () => place.keep(rich ? { rich_text_value: control.value ? asRichText(control.value) : null } : { value: control.value === "" ? null : control.value });
  control.addEventListener("input", () => {
    count();
    grow(control);
    changed();
  });
  if (place.sends) sendWhenAsked(element, place, control);
  count();
  requestAnimationFrame(() => grow(control));
  return counter ? h("div", { class: "counted" }, control, counter) : control;
}

const common = (place, extra) => ({
  id: place.id, "aria-label": place.name ?? null, "aria-describedby": [place.described, extra].filter(Boolean).join(" ") || null,
  "aria-required": place.required ? "true" : null, data: { focusKey: place.focusKey },
});

function grow(control) {
  if (control.tagName !== "TEXTAREA" || !control.isConnected) return;
  control.style.height = "auto";
  control.style.height = `${Math.min(control.scrollHeight + 2, innerHeight * 0.4)}px`;
}

function sendWhenAsked(element, place, control) {
  const asked = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => place.send({ selected: { value: control.value } });
  if (asked.includes("on_character_entered")) {
    let timer = null;
    control.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(send, 400);
    });
  }
  if (!asked.includes("on_enter_pressed")) return;
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  });
}

const asRichText = (text) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] });

function shownText({ value, rich_text_value: rich }) {
  if (!rich) return value ?? "";
  return (rich.elements ?? []).map((section) => (section.elements ?? []).map((piece) => piece.text ?? piece.url ?? "").join("")).join("\n");
}

function picker(type, slot, { initial, shown = (value) => value, read = (value) => value || null }) {
  return (element, place) => {
    const value = place.begin({ [slot]: element[initial] ?? null })[slot];
    const control = h("input", { ...common(place), type, class: "field", "aria-label": place.name && (plain(element.placeholder) || place.name), value: value ? shown(value) : "" });
    control.addEventListener("change", () => place.change({ [slot]: read(control.value) }, control));
    return control;
  };
}

export const dateInput = picker("date", "selected_date", { initial: "initial_date" });
export const timeInput = picker("time", "selected_time", { initial: "initial_time" });
export const dateTimeInput = picker("datetime-local", "selected_date_time", { initial: "initial_date_time", shown: toLocalField, read: fromLocalField });

export function fileInput(element, place) {
  const kept = place.begin({ files: [] }).files;
  const list = h("ul", { class: "files-chosen" }, kept.map((file) => h("li", {}, file.name)));
  const accept = element.filetypes?.map((type) => `.${type}`).join(",");
  const control = h("input", { ...common(place), type: "file", class: "field", accept, multiple: (element.max_files ?? 10) > 1 });
  control.addEventListener("change", async () => {
    const files = [];
    for (const file of [...control.files].slice(0, element.max_files ?? 10)) files.push(await uploaded(file));
    list.replaceChildren(...files.map((file) => h("li", {}, file.name)));
    place.change({ files }, control);
  });
  return h("div", {}, control, list);
}

async function uploaded(file) {
  const answer = await act(state.me, "upload", { name: file.name, base64: await asBase64(file) });
  return answer.file ?? { id: answer.fileId, name: file.name };
}

/** A file's bytes as base64. */
export function asBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
