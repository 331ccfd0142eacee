// Attachments: link previews, and what older apps hang below a message.

import { showBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { link, mrkdwn, plain } from "./mrkdwn.js";

const NAMED = { good: "var(--good)", warning: "var(--warn)", danger: "var(--danger)" };

export function attachments(list, surface) {
  if (!list?.length) return null;
  return h("div", { class: "attachments" }, list.map((one) => attachment(one, surface)));
}

function attachment(one, surface) {
  const colour = NAMED[one.color] ?? (/^#?[0-9a-f]{6}$/i.test(one.color ?? "") ? `#${one.color.replace("#", "")}` : null);
  const frame = h("div", { class: "attachment", style: colour ? { "border-inline-start-color": colour } : {} });
  if (one.blocks?.length) {
    const blocks = h("div", { class: "blocks" });
    showBlocks(blocks, one.blocks, surface);
    frame.append(blocks);
    return frame;
  }
  const title = one.title && h("strong", {}, one.title_link ? link(one.title_link, plain(one.title)) : plain(one.title));
  const text = one.text || (!one.title && one.fallback);
  frame.append(...[one.service_name && h("small", { class: "muted" }, plain(one.service_name)), title, text && h("div", {}, mrkdwn(text)), one.image_url && h("img", { src: one.image_url, alt: plain(one.title ?? ""), loading: "lazy" })].filter(Boolean));
  return frame;
}
