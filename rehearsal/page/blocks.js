// Block Kit's blocks to DOM nodes.

import { freshId, h, reconcile } from "./dom.js";
import { isGroup, renderElement } from "./elements.js";
import { chart } from "./chart.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain, richText, spoken } from "./mrkdwn.js";
import { richTextBlock } from "./rich_text.js";

const RENDERERS = {
  header: (block) => h("h3", { class: "b-header" }, plain(block.text)),
  section, context, actions, image, input, table, alert, card, container, plan,
  data_table: table,
  task_card: task,
  context_actions: actions,
  divider: () => h("hr"),
  rich_text: richTextBlock,
  markdown: (block) => h("div", { class: "md" }, markdown(block.text ?? "")),
  data_visualization: chart,
  carousel: (block, surface) => h("div", { class: "carousel", tabindex: "0" }, (block.elements ?? block.cards ?? []).map((one) => card(one, surface))),
  video: (block) => h("p", {}, h("a", { href: block.title_url ?? block.video_url, target: "_blank", rel: "noopener" }, plain(block.title))),
  file: (block) => h("p", { class: "muted" }, `File ${block.external_id ?? ""}`),
};

/** Puts `blocks` into `parent`, keeping the nodes of those that did not change. */
export function showBlocks(parent, blocks, surface) {
  const named = (blocks ?? []).map((block, at) => ({ ...block, block_id: block.block_id ?? `block-${at}` }));
  reconcile(parent, named.map((block) => ({ key: block.block_id, signature: JSON.stringify(block), build: () => renderBlock(block, surface) })));
}

export function renderBlock(block, surface) {
  const render = RENDERERS[block.type];
  const node = render ? render(block, surface) : h("p", { class: "muted" }, plain(block.text) || `(${block.type})`);
  node.classList.add("block", `b-${block.type}`);
  node.dataset.blockId = block.block_id ?? "";
  return node;
}

const placeIn = (block, surface, name) => ({ surface, blockId: block.block_id, name, sends: true });

function section(block, surface) {
  const fields = block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field-text" }, richText(field))));
  const text = block.text && h("div", { class: "text" }, richText(block.text));
  const name = spoken(block.text?.text ?? block.fields?.[0]?.text ?? "").slice(0, 80) || "Choose";
  const accessory = block.accessory && h("div", { class: `accessory ${isGroup(block.accessory) ? "wide" : ""}` }, renderElement(block.accessory, placeIn(block, surface, name)));
  return h("div", {}, h("div", { class: "section-body" }, text, fields), accessory);
}

function context(block) {
  const piece = (element) => (element.type === "image" ? h("img", { class: "tiny", src: element.image_url, alt: element.alt_text ?? "" }) : h("span", {}, richText(element)));
  return h("div", {}, (block.elements ?? []).map(piece));
}

const NAMES = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time", users_select: "Person", channels_select: "Channel", conversations_select: "Conversation" };

function actions(block, surface) {
  const name = (element) => (element.type.endsWith("button") ? null : plain(element.placeholder) || NAMES[element.type] || "Choose");
  return h("div", {}, (block.elements ?? []).map((element) => renderElement(element, placeIn(block, surface, name(element)))));
}

function image(block) {
  const caption = block.title && h("figcaption", {}, plain(block.title));
  const source = block.image_url ?? block.slack_file?.url;
  return h("figure", {}, caption, h("img", { src: source, alt: block.alt_text ?? "", loading: "lazy" }));
}

function input(block, surface) {
  const { element } = block;
  const id = freshId("input");
  const hint = block.hint && h("p", { class: "hint", id: `${id}-hint` }, plain(block.hint));
  const error = h("p", { class: "error", id: `${id}-error`, role: "alert" });
  const control = renderElement(element, { surface, blockId: block.block_id, id, required: !block.optional, sends: Boolean(block.dispatch_action), described: [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ") });
  const label = plain(block.label);
  const mark = block.optional && h("span", { class: "optional", "aria-hidden": "true" }, "optional");
  if (isGroup(element)) return h("fieldset", { "aria-describedby": `${id}-error` }, h("legend", {}, h("span", { class: "label" }, label), mark), control, hint, error);
  return h("div", {}, h("div", { class: "label-row" }, h("label", { class: "label", for: id }, label), mark), control, hint, error);
}

function table(block) {
  const rows = block.rows ?? [];
  const side = (at) => ({ "text-align": { right: "end", center: "center" }[block.column_settings?.[at]?.align] ?? "start" });
  const row = (cells, tag) => h("tr", {}, cells.map((cell, at) => h(tag, { style: side(at), scope: tag === "th" ? "col" : null }, cellNodes(cell))));
  const caption = block.caption && h("caption", {}, plain(block.caption));
  return h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-label": plain(block.caption) || "Table" }, h("table", {}, caption, rows.length > 0 && h("thead", {}, row(rows[0], "th")), h("tbody", {}, rows.slice(1).map((cells) => row(cells, "td")))));
}

function cellNodes(cell) {
  if (cell?.type === "rich_text") return [...richTextBlock(cell).childNodes];
  if (cell?.type === "raw_number") return String(cell.text ?? cell.value ?? cell.number ?? "");
  return plain(cell?.text ?? "");
}

function alert(block) {
  return h("div", { class: `level-${block.level ?? "default"}`, role: "note" }, richText(block.text));
}

function card(block, surface) {
  const words = (name) => block[name] && h("div", { class: `card-${name}` }, richText(block[name]));
  const hero = block.hero_image && h("img", { src: block.hero_image.image_url, alt: block.hero_image.alt_text ?? "" });
  const buttons = block.actions && h("div", { class: "b-actions" }, block.actions.map((element) => renderElement(element, placeIn(block, surface))));
  return h("div", { class: "card" }, hero, words("title"), words("subtitle"), words("body"), buttons);
}

function container(block, surface) {
  const words = block.rich_text_title ? h("span", {}, [...richTextBlock(block.rich_text_title).childNodes]) : h("span", {}, richText(block.title));
  const inner = h("div", { class: "blocks" });
  showBlocks(inner, block.child_blocks, surface);
  if (!block.is_collapsible) return h("div", {}, h("div", { class: "container-title" }, words), inner);
  return h("details", { open: !block.default_collapsed }, h("summary", { class: "container-title" }, words), inner);
}

function plan(block) {
  return h("div", {}, h("div", { class: "container-title" }, plain(block.title)), (block.tasks ?? []).map((one) => task(one)));
}

function task(block) {
  const detail = block.details?.elements ? richTextBlock(block.details) : block.details && h("div", {}, mrkdwn(plain(block.details)));
  return h("div", { class: `task-card ${block.status ?? "pending"}` }, h("div", {}, h("strong", {}, plain(block.title)), h("small", {}, (block.status ?? "pending").replace("_", " "))), detail);
}
