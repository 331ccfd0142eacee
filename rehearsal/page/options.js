// What a select offers: fixed options, people or conversations, all as {key, label, hint, group}.

import { plain } from "./mrkdwn.js";
import { dmName, humans, personById, state } from "./state.js";

/** Which state Slack keeps for the kind of select, and how a choice becomes that state and back. */
export function kindOf(element) {
  const type = element.type.replace("multi_", "");
  if (type === "users_select") return { field: "user", choices: people() };
  if (type === "channels_select") return { field: "channel", choices: channels() };
  if (type === "conversations_select") return { field: "conversation", choices: conversations(element.filter) };
  return { field: "option", choices: fixed(element) };
}

const people = () => humans().map((person) => ({ key: person.id, label: person.name, hint: person.title, value: person.id }));

const openChannels = () => state.channels.filter((channel) => !channel.archived && channel.member !== false);
const asChoice = (channel) => ({ key: channel.id, label: `#${channel.name}`, value: channel.id });
const channels = () => openChannels().filter((channel) => !channel.private).map(asChoice);

function conversations(filter) {
  const allowed = (kind) => !filter?.include || filter.include.includes(kind);
  const dms = state.dms.filter((dm) => dm.id && !(filter?.exclude_bot_users && personById(dm.userId)?.isBot));
  return [
    ...openChannels().filter((channel) => allowed(channel.private ? "private" : "public")).map(asChoice),
    ...(allowed("im") ? dms.map((dm) => ({ key: dm.id, label: dmName(dm), value: dm.id })) : []),
  ];
}

function fixed(element) {
  const one = (option, group) => ({ key: option.value, label: plain(option.text), hint: option.description && plain(option.description), group, value: option });
  if (element.option_groups) return element.option_groups.flatMap((group) => group.options.map((option) => one(option, plain(group.label))));
  const options = element.options ?? [element.initial_option ?? element.initial_options ?? []].flat();
  return options.map((option) => one(option, null));
}

/** The key of a chosen value: an option's value, or the id itself. */
export const keyOfValue = (value) => (value && typeof value === "object" ? value.value : value);
