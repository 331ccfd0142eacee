// What a modal sends, and what is complained about before it is sent.

import { plain } from "./mrkdwn.js";

const inputs = (view) => (view.blocks ?? []).filter((block) => block.type === "input");

const contentOf = (value) => {
  const [, content] = Object.entries(value ?? {}).find(([name]) => name !== "type") ?? [];
  return Array.isArray(content) ? (content.length ? content : null) : (content ?? null);
};

/** Slack's view.state.values for the blocks the view has now. */
export function submitted(view, surface) {
  const values = {};
  (view.blocks ?? []).forEach((block, at) => {
    const id = block.block_id ?? `block-${at}`;
    if (surface.values[id]) values[id] = surface.values[id];
  });
  return values;
}

const RULES = [
  { applies: (element, content) => element.min_length && String(content).length < element.min_length, words: (element) => `Please write at least ${element.min_length} characters.` },
  { applies: (element, content) => element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(content), words: () => "That does not look like an email address yet." },
  { applies: (element, content) => element.type === "url_text_input" && !/^https?:\/\/\S+$/.test(content), words: () => "A full address starts with https://." },
  { applies: (element, content) => element.type === "number_input" && !fitsNumber(element, content), words: numberWords },
];

function fitsNumber(element, content) {
  const number = Number(content);
  if (!Number.isFinite(number) || (!element.is_decimal_allowed && !Number.isInteger(number))) return false;
  return number >= Number(element.min_value ?? -Infinity) && number <= Number(element.max_value ?? Infinity);
}

function numberWords({ min_value: low, max_value: high }) {
  const range = [low !== undefined && `from ${low}`, high !== undefined && `up to ${high}`].filter(Boolean).join(" ");
  return `Please give a number${range && ` ${range}`}.`;
}

/** What Slack's own client would hold back, by block: {blockId: words}. */
export function complaints(view, surface) {
  const found = {};
  for (const block of inputs(view)) {
    const content = contentOf(surface.recall(block.block_id, block.element.action_id ?? block.element.type));
    const rule = content !== null && RULES.find(({ applies }) => applies(block.element, content));
    if (content === null && !block.optional) found[block.block_id] = `Please fill in “${plain(block.label)}”.`;
    else if (rule) found[block.block_id] = rule.words(block.element);
  }
  return found;
}

/** Puts the words under their fields and the focus into the first of them. */
export function showErrors(blocks, errors) {
  let first = null;
  for (const [blockId, words] of Object.entries(errors)) {
    const block = [...blocks.children].find((node) => node.dataset.blockId === blockId);
    const place = block?.querySelector(".error");
    if (!place) continue;
    place.textContent = words;
    block.classList.add("wrong");
    const control = block.querySelector("input, textarea, select");
    control?.setAttribute("aria-invalid", "true");
    first ??= control;
  }
  first?.focus();
  first?.closest(".block").scrollIntoView({ block: "nearest" });
}

export function clearErrors(blocks) {
  for (const place of blocks.querySelectorAll(".error")) place.textContent = "";
  for (const block of blocks.querySelectorAll(".wrong")) block.classList.remove("wrong");
  for (const control of blocks.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}
