// Standard Markdown, for Block Kit's markdown block: headings, lists, tasks, quotes, code, tables and inline marks.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";

const ITEM = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/;

export function markdown(text) {
  const lines = text.replaceAll("\r", "").split("\n");
  const nodes = [];
  while (lines.length) {
    if (!lines[0].trim()) lines.shift();
    else nodes.push(READERS.find(({ starts }) => starts(lines)).read(lines));
  }
  return nodes;
}

const READERS = [
  { starts: ([line]) => /^\s*```/.test(line), read: readCode },
  { starts: ([line]) => /^#{1,6}\s/.test(line), read: readHeading },
  { starts: ([line]) => /^\s*([-*_])(\s*\1){2,}\s*$/.test(line), read: (lines) => (lines.shift(), h("hr")) },
  { starts: ([line]) => /^\s*>/.test(line), read: readQuote },
  { starts: ([line, next]) => line.includes("|") && /^\s*\|?[\s:|-]*-[\s:|-]*$/.test(next ?? "") && next.includes("|"), read: readTable },
  { starts: ([line]) => ITEM.test(line), read: (lines) => readList(lines, indentOf(lines[0])) },
  { starts: () => true, read: readParagraph },
];

const indentOf = (line) => /^\s*/.exec(line)[0].length;

function takeWhile(lines, goesOn) {
  const taken = [];
  while (lines.length && goesOn(lines[0], taken.length)) taken.push(lines.shift());
  return taken;
}

function readCode(lines) {
  lines.shift();
  const body = takeWhile(lines, (line) => !/^\s*```/.test(line));
  lines.shift();
  return h("pre", {}, h("code", {}, body.join("\n")));
}

function readHeading(lines) {
  const [, marks, title] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines.shift());
  return h(`h${Math.min(6, marks.length + 2)}`, { class: `md-heading level-${marks.length}` }, spans(title));
}

function readQuote(lines) {
  const body = takeWhile(lines, (line) => /^\s*>/.test(line)).map((line) => line.replace(/^\s*>\s?/, ""));
  return h("blockquote", {}, markdown(body.join("\n")));
}

function readTable(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
  const head = cells(lines.shift());
  const sides = cells(lines.shift()).map((mark) => (/^:-+:$/.test(mark) ? "center" : mark.endsWith(":") ? "end" : "start"));
  const rows = takeWhile(lines, (line) => line.includes("|")).map(cells);
  const cell = (tag) => (text, at) => h(tag, { style: { "text-align": sides[at] ?? "start" } }, spans(text));
  return h("div", { class: "table-frame", tabindex: "0" }, h("table", {}, h("thead", {}, h("tr", {}, head.map(cell("th")))), h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell("td")))))));
}

function readList(lines, indent) {
  const numbered = /\d/.test(ITEM.exec(lines[0])[2]);
  const start = numbered ? parseInt(ITEM.exec(lines[0])[2], 10) : null;
  const items = [];
  while (lines.length) {
    const found = ITEM.exec(lines[0]);
    if (found && indentOf(lines[0]) > indent + 1 && items.length) items.at(-1).append(readList(lines, indentOf(lines[0])));
    else if (found && indentOf(lines[0]) >= indent && /\d/.test(found[2]) === numbered) {
      lines.shift();
      items.push(listItem(found[3]));
    } else if (!found && lines[0].trim() && indentOf(lines[0]) > indent) items.at(-1).append(" ", ...spans(lines.shift().trim()));
    else break;
  }
  return h(numbered ? "ol" : "ul", { start }, items);
}

function listItem(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return h("li", {}, spans(text));
  const done = task[1] !== " ";
  return h("li", { class: "task" }, h("input", { type: "checkbox", checked: done, disabled: true, "aria-label": done ? "done" : "open" }), " ", spans(task[2]));
}

function readParagraph(lines) {
  const goesOn = (line, at) => at === 0 || (line.trim() && !READERS.slice(0, -1).some(({ starts }) => starts([line])));
  const body = takeWhile(lines, goesOn);
  return h("p", {}, body.flatMap((line, at) => (at ? [h("br"), ...spans(line)] : spans(line))));
}

const SPANS = [
  [/^\\([\\`*_{}[\]()#+.!~>|-])/, ([, character]) => character],
  [/^`+([^`]+)`+/, ([, code]) => h("code", {}, code)],
  [/^<@(\w+)>/, ([, id]) => mention(id)],
  [/^<(https?:[^>\s]+)>/, ([, address]) => link(address, address)],
  [/^!?\[([^\]]*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)/, ([, label, address]) => link(address, label || address)],
  [/^(\*\*|__)(?=\S)([\s\S]*?\S)\1/, ([, , inner]) => h("strong", {}, spans(inner))],
  [/^~~(?=\S)([\s\S]*?\S)~~/, ([, inner]) => h("s", {}, spans(inner))],
  [/^\*(?=\S)([^*]*?\S)\*(?!\*)/, ([, inner]) => h("em", {}, spans(inner))],
  [/^_(?=\S)([^_]*?\S)_(?!\w)/, ([, inner]) => h("em", {}, spans(inner))],
  [/^https?:\/\/[^\s<>)]*[^\s<>).,;:!?]/, ([address]) => link(address, address)],
  [/^:([a-z0-9_+-]+):/, ([, name]) => emoji(name)],
];

function spans(text) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const hit = nextSpan(rest, typeof nodes.at(-1) === "string" ? nodes.at(-1) : "");
    if (hit) {
      nodes.push(hit.node);
      rest = rest.slice(hit.length);
    } else {
      const step = /^[\p{L}\p{N}]+|^[\s\S]/u.exec(rest)[0];
      const word = step.startsWith("http") ? step[0] : step;
      if (typeof nodes.at(-1) === "string") nodes[nodes.length - 1] += word;
      else nodes.push(word);
      rest = rest.slice(word.length);
    }
  }
  return nodes;
}

function nextSpan(rest, before) {
  if (rest[0] === "_" && /[\p{L}\p{N}]$/u.test(before)) return null;
  for (const [pattern, build] of SPANS) {
    const found = pattern.exec(rest);
    if (found) return { node: build(found), length: found[0].length };
  }
  return null;
}
