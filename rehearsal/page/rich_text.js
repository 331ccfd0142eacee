// Block Kit's rich_text block: sections, lists, quotes and preformatted text.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelLink, link, mention, moment, plain } from "./mrkdwn.js";

export const richTextBlock = (block) => h("div", { class: "rich" }, (block.elements ?? []).map(part));

function part(element) {
  const inner = () => (element.elements ?? []).flatMap(piece);
  switch (element.type) {
    case "rich_text_list":
      return list(element);
    case "rich_text_quote":
      return h("blockquote", {}, inner());
    case "rich_text_preformatted":
      return h("pre", {}, h("code", {}, (element.elements ?? []).map((piece) => piece.text ?? piece.url ?? "")));
    default:
      return h("p", {}, inner());
  }
}

function list(element) {
  const items = (element.elements ?? []).map((item) => h("li", {}, (item.elements ?? []).flatMap(piece)));
  const ordered = element.style === "ordered";
  const start = ordered && element.offset ? element.offset + 1 : null;
  return h(ordered ? "ol" : "ul", { start, style: { "margin-inline-start": `${(element.indent ?? 0) * 1.4}rem` } }, items);
}

const PIECES = {
  text: (element) => broken(element.text),
  link: (element) => [link(element.url, element.text ?? element.url)],
  user: (element) => [mention(element.user_id)],
  usergroup: () => [h("span", { class: "mention" }, "@group")],
  channel: (element) => [channelLink(element.channel_id)],
  emoji: (element) => [emoji(element.name)],
  broadcast: (element) => [h("span", { class: "mention me" }, `@${element.range}`)],
  date: (element) => [moment(element.timestamp, element.format, element.fallback, element.url)],
  color: (element) => [h("code", {}, element.value)],
};

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

function piece(element) {
  let nodes = PIECES[element.type]?.(element) ?? [plain(element.text ?? "")];
  for (const [style, tag] of Object.entries(STYLES)) if (element.style?.[style]) nodes = [h(tag, {}, nodes)];
  return nodes;
}

const broken = (text) => (text ?? "").split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
