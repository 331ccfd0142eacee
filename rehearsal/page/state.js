// What the page knows: the workspace as one person sees it, and where that person is. Draws nothing.

import { turns } from "./dom.js";
import { fetchState } from "./server.js";

export const state = {
  me: null, place: null, thread: null, loadedAt: 0,
  workspace: { name: "" }, people: [], channels: [], dms: [], commands: [], shortcuts: [],
  app: {}, bot: {}, plug: {}, script: {},
};

const listeners = new Map();
const order = turns();

/** Subjects: "state" (the workspace), "place" (where we are), "person" (who we are), "thread". */
export function on(subject, listener) {
  listeners.set(subject, [...(listeners.get(subject) ?? []), listener]);
}

export function announce(subject, detail) {
  for (const listener of listeners.get(subject) ?? []) listener(detail);
}

/** Reads the workspace again as the present person. */
export async function refreshState() {
  const asked = state.me;
  const isNews = order.ask();
  const fresh = await fetchState(asked);
  if (!isNews() || state.me !== asked) return;
  Object.assign(state, fresh, { me: asked ?? fresh.me ?? firstHuman(fresh.people), loadedAt: Date.now() });
  const here = currentConversation();
  if (here && document.visibilityState === "visible") here.unread = 0;
  announce("state");
}

const firstHuman = (people) => people.find((person) => !person.isBot)?.id;

export const humans = () => state.people.filter((person) => !person.isBot);
export const personById = (id) => state.people.find((person) => person.id === id);
export const me = () => personById(state.me);
export const channelById = (id) => state.channels.find((channel) => channel.id === id);
export const dmById = (id) => state.dms.find((dm) => dm.id === id);
export const currentConversation = () => channelById(state.place) ?? dmById(state.place);
export const isHome = () => state.place === "home";
export const myZone = () => me()?.tz || undefined;
export const appName = () => state.app?.name || "Howbot";

/** The name shown for a place: "#general" for channels, the person for direct messages. */
export function placeName(id) {
  if (id === "home") return `${appName()} home`;
  const channel = channelById(id);
  if (channel) return `${channel.private ? "" : "#"}${channel.name}`;
  const dm = dmById(id);
  return dm ? dmName(dm) : id;
}

export const dmName = (dm) => dm.name || personById(dm.userId)?.name || dm.userId;

/** The rehearsal's own time in milliseconds; the server's `now` already carries the jumps. */
export const rehearsalNow = () => (state.bot.now ? state.bot.now * 1000 + (Date.now() - state.loadedAt) : Date.now());
