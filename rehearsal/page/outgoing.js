// What a person types to what Slack would send, and back again for editing.

import { humans, state } from "./state.js";

const escapeMarks = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Somebody who writes <@U…> by hand means it. */
const READY_MADE = /&lt;(@[UW][A-Z0-9]+|#C[A-Z0-9]+(?:\|[^&]*)?)&gt;/g;

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Everyone who can be mentioned by a typed name, with the longest names first. */
function callNames() {
  const everyone = [...humans(), ...state.people.filter((person) => person.isBot)];
  const firsts = everyone.map((person) => person.name.split(" ")[0]);
  const unique = (first) => firsts.filter((other) => other === first).length === 1;
  const names = everyone.flatMap((person, at) => [[person.name, person.id], ...(unique(firsts[at]) ? [[firsts[at], person.id]] : [])]);
  return names.sort(([one], [other]) => other.length - one.length);
}

/** @Ben to <@U…>, #general to <#C…|general>, addresses to <https://…>. */
export function toSlack(text) {
  let sent = escapeMarks(text).replace(READY_MADE, "<$1>");
  for (const [name, id] of callNames()) sent = sent.replace(new RegExp(`(?<![\\w@<])@${literal(escapeMarks(name))}(?![\\p{L}\\p{N}])`, "giu"), `<@${id}>`);
  for (const range of ["channel", "here", "everyone"]) sent = sent.replace(new RegExp(`(?<![\\w@<])@${range}\\b`, "g"), `<!${range}>`);
  const byLength = [...state.channels].sort((one, other) => other.name.length - one.name.length);
  for (const { name, id } of byLength) sent = sent.replace(new RegExp(`(?<![\\w#<&/])#${literal(name)}(?![\\w-])`, "giu"), `<#${id}|${name}>`);
  return sent.replace(/(?<![<|"])\bhttps?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"]/g, "<$&>");
}

/** The reverse, for the edit box. */
export function toTyped(text) {
  return (text ?? "")
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => `@${state.people.find((person) => person.id === id)?.name ?? id}`)
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (whole, id, name) => `#${name || (state.channels.find((channel) => channel.id === id)?.name ?? id)}`)
    .replace(/<!(channel|here|everyone)(?:\|[^>]*)?>/g, "@$1")
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
