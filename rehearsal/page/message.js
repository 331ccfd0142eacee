// One message: who, when, what, and what people did with it.

import { attachments } from "./attachments.js";
import { avatar } from "./avatar.js";
import { showBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { ago, atOf, clockTime, fullMoment } from "./dates.js";
import { icon } from "./icon.js";
import { tools } from "./message_menu.js";
import { mrkdwn, spoken } from "./mrkdwn.js";
import { openThread } from "./places.js";
import { reactions } from "./reactions.js";
import { personById, state } from "./state.js";
import { surfaceOf } from "./surface.js";

const dismissed = new Set();

/** An article for a message. `look`: {follows: same author as the one before, inThread}. */
export function renderMessage(message, look) {
  const person = personById(message.user) ?? { name: message.name, isBot: message.isBot };
  const name = message.name || person.name || "Someone";
  const at = atOf(message);
  const kinds = ["message", look.follows && "follows", message.isBot && "from-bot", message.ephemeral && "private", message.deleted && "deleted", message.pinned && "pinned", isAside(message) && "aside"];
  const time = h("time", { datetime: new Date(at).toISOString(), title: fullMoment(at) }, clockTime(at));
  const label = message.deleted ? "Deleted message" : `${name}, ${clockTime(at)}`;
  const article = h("article", { class: kinds.filter(Boolean).join(" "), tabindex: "-1", "aria-label": label, data: { ts: message.ts } });
  if (message.deleted) {
    article.append(h("div", { class: "gutter" }, icon("trash", 16)), h("div", { class: "body" }, h("p", { class: "tombstone" }, "This message was deleted.")), ...threadFoot(message, look));
    return article;
  }
  if (message.ephemeral && dismissed.has(message.ts)) article.hidden = true;
  const head = !look.follows && !isAside(message) && h("div", { class: "head" }, h("strong", { class: "author" }, name), message.isBot && h("span", { class: "badge" }, "app"), time);
  const body = h("div", { class: "body" }, privateLine(message, article), pinnedLine(message), head, content(message), attachments(message.attachments, surfaceFor(message)), files(message.files), reactions(message), threadFoot(message, look));
  article.append(h("div", { class: "gutter" }, look.follows ? time : avatar({ ...person, isBot: message.isBot || person.isBot, name }, isAside(message) ? 22 : 36)), body);
  if (!message.ephemeral) article.append(tools(message, article, look));
  return article;
}

const surfaceFor = (message) => surfaceOf({ type: message.ephemeral ? "ephemeral" : "message", channel: state.place, ts: message.ts });

/** Joined, left, changed the topic: news of the channel rather than somebody's words. */
const isAside = ({ subtype }) => /^(channel|group)_/.test(subtype ?? "") || subtype === "pinned_item";

function content(message) {
  const edited = message.edited && h("span", { class: "edited" }, "(edited)");
  if (!message.blocks?.length) return h("div", { class: "content" }, mrkdwn(message.text ?? ""), edited && [" ", edited]);
  const blocks = h("div", { class: "blocks" });
  showBlocks(blocks, message.blocks, surfaceFor(message));
  const bare = message.blocks.every((block) => ["rich_text", "section", "markdown"].includes(block.type) && !block.accessory && !block.fields) && message.blocks.length <= 2;
  return h("div", { class: `content ${message.isBot && !bare ? "sheet" : ""}` }, blocks, edited);
}

function privateLine(message, article) {
  if (!message.ephemeral) return null;
  const dismiss = () => {
    dismissed.add(message.ts);
    article.hidden = true;
    document.querySelector("#composer textarea")?.focus();
  };
  return h("div", { class: "private-line" }, icon("eye", 14), h("span", {}, "Only visible to you"), h("button", { type: "button", class: "link", onclick: dismiss }, "Dismiss"));
}

const pinnedLine = (message) => message.pinned && h("div", { class: "pinned-line" }, icon("pin", 13), "Pinned");

function threadFoot(message, look) {
  if (look.inThread || !message.replyCount) return [];
  const words = `${message.replyCount} ${message.replyCount === 1 ? "reply" : "replies"}`;
  const last = message.latestReplyAt && h("small", {}, `last ${ago(message.latestReplyAt * 1000)}`);
  return [h("button", { type: "button", class: "thread-link", title: spoken(message.text ?? "").slice(0, 80), onclick: () => openThread(message.ts) }, icon("reply", 15), words, last)];
}

function files(list) {
  if (!list?.length) return null;
  return h("div", { class: "files" }, list.map(file));
}

const PICTURE = /\.(png|jpe?g|gif|webp|svg)$/i;

function file({ name, size, url, alt }) {
  const words = h("span", {}, h("strong", {}, name), h("small", {}, sizeInWords(size)));
  const picture = PICTURE.test(name) && h("img", { src: url, alt: alt ?? "", loading: "lazy" });
  return h("a", { class: "file", href: url, target: "_blank", rel: "noopener", "aria-label": alt ? null : `File ${name}` }, picture || icon("file", 22), words);
}

function sizeInWords(bytes) {
  if (!bytes) return "";
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
