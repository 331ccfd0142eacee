// The Channels navigation: channels, direct messages and the bot's home.

import { avatar } from "./avatar.js";
import { freshId, h, reconcile } from "./dom.js";
import { icon } from "./icon.js";
import { go } from "./places.js";
import { appName, dmName, on, personById, state } from "./state.js";

export function showChannels() {
  const lists = Object.fromEntries(["Channels", "Others", "Direct messages", "App", "Archived"].map((name) => [name, h("ul")]));
  const section = (name, list) => h("section", {}, h("h2", {}, name), list);
  const folded = (name, list) => h("details", { class: "fold" }, h("summary", {}, name), list);
  const others = folded("Channels to join", lists.Others);
  const archived = folded("Archived", lists.Archived);
  document.getElementById("channels").append(section("Channels", lists.Channels), others, archived, section("Direct messages", lists["Direct messages"]), section("App", lists.App));
  const draw = () => {
    const open = state.channels.filter((channel) => !channel.archived);
    fill(lists.Channels, open.filter((channel) => channel.member !== false).map(channelEntry));
    fill(lists.Others, open.filter((channel) => channel.member === false).map(channelEntry));
    fill(lists.Archived, state.channels.filter((channel) => channel.archived).map(channelEntry));
    fill(lists["Direct messages"], state.dms.map(dmEntry));
    fill(lists.App, [{ id: "home", name: `${appName()} home`, mark: () => icon("home", 17), unread: 0 }]);
    others.hidden = !lists.Others.childElementCount;
    archived.hidden = !lists.Archived.childElementCount;
  };
  for (const subject of ["state", "place", "person"]) on(subject, draw);
  draw();
}

const channelEntry = (channel) => ({ ...channel, mark: () => icon(channel.private ? "lock" : "hash", 16), about: channel.private ? "private" : "" });
const dmEntry = (dm) => ({ ...dm, name: dmName(dm), mark: () => avatar(personById(dm.userId) ?? { name: dmName(dm) }, 20) });

function fill(list, entries) {
  reconcile(list, entries.map((entry) => ({ key: entry.id, signature: JSON.stringify([entry.name, entry.unread, entry.private, entry.id === state.place, state.me]), build: () => place(entry) })));
}

function place(entry) {
  const id = freshId("place");
  const unread = entry.id === state.place ? 0 : entry.unread;
  const about = [unread > 0 && `${unread} unread`, entry.about].filter(Boolean).join(", ");
  const visit = (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(entry.id);
  };
  const link = h(
    "a", { href: `#${state.me}/${entry.id}`, class: unread ? "unread" : null, "aria-label": entry.name, "aria-describedby": about ? id : null, "aria-current": entry.id === state.place ? "page" : null, data: { focusKey: entry.id }, onclick: visit },
    h("span", { class: "mark" }, entry.mark()), h("span", { class: "name" }, entry.name), unread > 0 && h("span", { class: "count" }, String(unread)),
  );
  return h("li", {}, link, about && h("span", { id, hidden: true }, about));
}
