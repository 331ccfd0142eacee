// Block Kit's interactive elements by type, and what they have in common: a remembered value, a sending, a name.

import { h } from "./dom.js";
import { icon } from "./icon.js";
import { confirmed } from "./confirm.js";
import { openMenu } from "./menus.js";
import { link, plain } from "./mrkdwn.js";
import { checkboxes, multiSelect, radioButtons } from "./choices.js";
import { dateInput, dateTimeInput, fileInput, textInput, timeInput } from "./fields.js";
import { externalSelect } from "./external_select.js";
import { singleSelect } from "./selects.js";
import { followPermalink } from "./places.js";

const MAKERS = {
  button, workflow_button: button, icon_button: button, overflow, feedback_buttons: feedback,
  image: (element) => h("img", { class: "thumb", src: element.image_url, alt: element.alt_text ?? "", loading: "lazy" }),
  url: (element) => link(element.url, plain(element.text) || element.url),
  static_select: singleSelect, external_select: externalSelect, users_select: singleSelect, conversations_select: singleSelect, channels_select: singleSelect,
  multi_static_select: multiSelect, multi_external_select: externalSelect, multi_users_select: multiSelect, multi_conversations_select: multiSelect, multi_channels_select: multiSelect,
  radio_buttons: radioButtons, checkboxes,
  plain_text_input: textInput, email_text_input: textInput, url_text_input: textInput, number_input: textInput, rich_text_input: textInput,
  datepicker: dateInput, timepicker: timeInput, datetimepicker: dateTimeInput, file_input: fileInput,
};

/** Elements made of several controls, which need a legend rather than a label. */
export const isGroup = (element) => element.type.startsWith("multi_") || ["radio_buttons", "checkboxes"].includes(element.type);

/**
 * A node for an element. `place`: {surface, blockId, id, name, required, described, sends}: `name` where no label is
 * tied to it, `sends` when a change goes to the app at once.
 */
export function renderElement(element, place) {
  const make = MAKERS[element.type];
  return make ? make(element, boundTo(element, place)) : h("span", { class: "muted" }, `(${element.type})`);
}

function boundTo(element, place) {
  const actionId = element.action_id ?? element.type;
  const { surface, blockId } = place;
  const send = async (detail, control) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    control?.setAttribute("aria-busy", "true");
    try {
      await surface.send(blockId, actionId, detail);
    } finally {
      control?.removeAttribute("aria-busy");
    }
  };
  return {
    ...place,
    actionId,
    focusKey: `${blockId}/${actionId}`,
    /** The value to show: what the person put in, else what the app proposes. */
    begin(initial) {
      if (!surface.recall(blockId, actionId)) surface.keep(blockId, actionId, { type: element.type, ...initial });
      return surface.recall(blockId, actionId);
    },
    keep: (value) => surface.keep(blockId, actionId, { type: element.type, ...value }),
    change(value, control) {
      this.keep(value);
      if (place.sends) send({ selected: value }, control);
    },
    send,
  };
}

function button(element, place) {
  const name = element.accessibility_label;
  const attributes = { class: `button ${element.style ?? ""}`, "aria-label": name, data: { focusKey: place.focusKey } };
  const label = plain(element.text) || element.alt_text || name || "Button";
  const press = (event) => {
    const control = event.currentTarget;
    if (control.getAttribute("aria-busy") !== "true") place.send({ value: element.value }, control);
  };
  if (!element.url) return h("button", { type: "button", ...attributes, onclick: press }, label);
  const follow = (event) => {
    if (followPermalink(element.url)) event.preventDefault();
    press(event);
  };
  const onSpace = (event) => {
    if (event.key === " ") {
      event.preventDefault();
      event.currentTarget.click();
    }
  };
  return h("a", { role: "button", href: element.url, target: "_blank", rel: "noopener noreferrer", ...attributes, onclick: follow, onkeydown: onSpace }, label);
}

function overflow(element, place) {
  const items = (element.options ?? []).map((option) => ({
    label: plain(option.text),
    hint: option.description && plain(option.description),
    run() {
      if (option.url) window.open(option.url, "_blank", "noopener");
      place.send({ selected: { selected_option: option } }, control);
    },
  }));
  const name = element.accessibility_label ?? "More options";
  const open = () => openMenu(control, { name, items });
  const control = h("button", { type: "button", class: "button icon", "aria-label": name, "aria-haspopup": "menu", "aria-expanded": "false", data: { focusKey: place.focusKey }, onclick: open }, icon("more", 16));
  return control;
}

function feedback(element, place) {
  const one = (choice) => h("button", { type: "button", class: "button", "aria-label": choice.accessibility_label, onclick: (event) => place.send({ value: choice.value }, event.currentTarget) }, plain(choice.text));
  return h("span", { class: "row" }, one(element.positive_button), one(element.negative_button));
}
