// Slack's mrkdwn to DOM nodes.

import { h } from "./dom.js";
import { slackDate, fullMoment } from "./dates.js";
import { emoji, withCharacters } from "./emoji.js";
import { followPermalink, go } from "./places.js";
import { channelById, personById, state } from "./state.js";

const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** A plain_text object or a string, as a string. */
export const plain = (text) => withCharacters(decode(typeof text === "string" ? text : (text?.text ?? "")));

/** Either kind of text object to nodes. */
export const richText = (object) => (object?.type === "mrkdwn" ? mrkdwn(object.text) : [plain(object)]);

/** The text as one would read it aloud: no marks, names instead of ids. */
export function spoken(text) {
  const holder = h("div", {}, mrkdwn(text ?? ""));
  return holder.textContent.replace(/\s+/g, " ").trim();
}

export function mrkdwn(text) {
  return text.split("```").flatMap((part, at, parts) => {
    const closed = at < parts.length - 1;
    if (at % 2 === 1 && closed) return [h("pre", {}, h("code", {}, decode(stripLinks(part.replace(/^\n/, "").replace(/\n$/, ""))))) ];
    const around = at % 2 === 1 ? `\`\`\`${part}` : part;
    return lines(trimmedBeside(around, at > 0, closed));
  });
}

const trimmedBeside = (text, after, before) => {
  const start = after ? text.replace(/^\n/, "") : text;
  return before ? start.replace(/\n$/, "") : start;
};

const stripLinks = (text) => text.replace(/<([^|>\s]+)\|([^>]+)>/g, "$2").replace(/<(https?:[^>]+)>/g, "$1");

const KINDS = [
  { kind: "quote", mark: /^(?:>|&gt;)\s?/ },
  { kind: "bullets", mark: /^\s*[•◦▪]\s+|^\s*[-–]\s+(?=\S)/ },
  { kind: "numbers", mark: /^\s*\d{1,3}\.\s+/ },
];

function lines(text) {
  const runs = [];
  if (!text) return [];
  for (const line of text.split("\n")) {
    const found = KINDS.find(({ mark }) => mark.test(line));
    const run = runs.at(-1);
    const entry = { line: found ? line.replace(found.mark, "") : line, number: parseInt(line, 10) };
    if (run && run.kind === (found?.kind ?? "text")) run.entries.push(entry);
    else runs.push({ kind: found?.kind ?? "text", entries: [entry] });
  }
  return runs.flatMap(renderRun);
}

function renderRun({ kind, entries }) {
  if (kind === "bullets") return [h("ul", {}, entries.map(({ line }) => h("li", {}, inline(line))))];
  if (kind === "numbers") return [h("ol", { start: entries[0].number }, entries.map(({ line }) => h("li", {}, inline(line))))];
  const body = entries.flatMap(({ line }, at) => (at ? [h("br"), ...inline(line)] : inline(line)));
  return kind === "quote" ? [h("blockquote", {}, body)] : body;
}

const wrapped = (mark, tag) => {
  const inWord = `[\\p{L}\\p{N}${mark === "_" ? "_" : ""}]`;
  const sign = mark === "*" ? "\\*" : mark;
  return {
    pattern: new RegExp(`(?<!${inWord})${sign}(?=\\S)([^${mark}\\n]*?[^\\s${mark}])${sign}(?!${inWord})`, "uy"),
    build: ([, inner]) => h(tag, {}, inline(inner)),
  };
};

const PIECES = [
  { pattern: /<([^<>\n]+)>/uy, build: ([whole, inner]) => reference(inner) ?? whole },
  { pattern: /`([^`\n]+)`/uy, build: ([, inner]) => h("code", {}, decode(stripLinks(inner))) },
  { pattern: /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/uy, build: ([, name]) => emoji(name) },
  { pattern: /https?:\/\/[^\s<>|*`]*[^\s<>|*`.,;:!?)'"]/uy, build: ([address]) => link(decode(address), decode(address)) },
  wrapped("*", "strong"), wrapped("_", "em"), wrapped("~", "s"),
];

/** One line of mrkdwn to nodes. */
export function inline(text) {
  const nodes = [];
  let unread = "";
  const flush = () => {
    if (unread) nodes.push(decode(unread));
    unread = "";
  };
  for (let at = 0; at < text.length; ) {
    const hit = "<`:h*_~".includes(text[at]) && match(text, at);
    if (hit) {
      flush();
      nodes.push(hit.node);
      at += hit.length;
    } else unread += text[at++];
  }
  flush();
  return nodes;
}

function match(text, at) {
  for (const { pattern, build } of PIECES) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { node: build(found), length: found[0].length };
  }
  return null;
}

function reference(inner) {
  const [target, label] = [inner.split("|")[0], inner.split("|").slice(1).join("|")];
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label);
  return /^(https?:|mailto:|tel:|\/)/.test(target) ? link(decode(target), label ? plain(label) : decode(target)) : null;
}

export function mention(id, label) {
  const person = personById(id);
  return h("span", { class: `mention${id === state.me ? " me" : ""}`, title: person?.title }, `@${person?.name ?? label ?? id}`);
}

export function channelLink(id, label) {
  const channel = channelById(id);
  const name = channel?.name ?? label;
  if (!name) return h("span", { class: "mention" }, "a private channel");
  if (!channel) return h("span", { class: "mention" }, `#${name}`);
  const visit = (event) => {
    event.preventDefault();
    go(id);
  };
  return h("a", { class: "mention", href: `#${state.me}/${id}`, onclick: visit }, `#${name}`);
}

function special(target, label) {
  const [kind, ...rest] = target.split("^");
  if (kind === "date") return moment(Number(rest[0]), rest[1], label, rest[2]);
  if (kind.startsWith("subteam")) return h("span", { class: "mention" }, label || "@group");
  return h("span", { class: "mention me" }, `@${kind}`);
}

export function moment(seconds, pattern, fallback, address) {
  if (!Number.isFinite(seconds) || !pattern) return fallback ?? "";
  const words = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: fullMoment(seconds * 1000) }, slackDate(seconds, pattern));
  return address ? link(address, words) : words;
}

/** A link that stays in the workspace where it leads there, and opens a new tab elsewhere. */
export function link(address, label) {
  const safe = /^(https?:|mailto:|tel:|\/(?!\/))/.test(address);
  if (!safe) return h("span", {}, label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", onclick: (event) => followPermalink(address) && event.preventDefault() }, label);
}
