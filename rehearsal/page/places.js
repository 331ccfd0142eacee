// Where the person is, kept in the address (#person/place/thread) so that two tabs can be two people and Back works.

import { announce, humans, refreshState, state } from "./state.js";

const written = () => `#${[state.me, state.place, state.thread].filter(Boolean).join("/")}`;

const read = () => {
  const [person, place, thread] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { person: person || null, place: place || null, thread: thread || null };
};

/** Starts at the address, or at the first channel the person is in. */
export async function arrive() {
  const asked = read();
  state.me = asked.person;
  await refreshState();
  if (!humans().some((person) => person.id === state.me)) {
    state.me = null;
    await refreshState();
  }
  state.place = isKnown(asked.place) ? asked.place : firstPlace();
  state.thread = asked.thread;
  history.replaceState(null, "", written());
  addEventListener("popstate", follow);
}

/** Goes to a channel, a direct message or "home"; `thread` opens beside it. */
export function go(place, thread = null) {
  if (state.place === place && state.thread === thread) return announce("place");
  const moved = state.place !== place;
  Object.assign(state, { place, thread });
  history.pushState(null, "", written());
  if (moved) announce("place");
  announce("thread");
}

export const openThread = (ts) => go(state.place, ts);
export const closeThread = () => go(state.place, null);

/** Looks at the workspace as somebody else, staying where we are if they may be there too. */
export async function become(person) {
  if (state.me === person) return;
  state.me = person;
  await refreshState();
  if (!isKnown(state.place)) state.place = firstPlace();
  state.thread = null;
  history.pushState(null, "", written());
  announce("person");
  announce("place");
  announce("thread");
}

async function follow() {
  const { person, place, thread } = read();
  if (person && person !== state.me) {
    state.me = person;
    await refreshState();
    announce("person");
  }
  Object.assign(state, { place: isKnown(place) ? place : firstPlace(), thread });
  announce("place");
  announce("thread");
}

const isKnown = (place) => place === "home" || [...state.channels, ...state.dms].some(({ id }) => id && id === place);

function firstPlace() {
  const open = state.channels.filter((channel) => !channel.archived);
  const general = open.find((channel) => channel.name === "general" && channel.member);
  return (general ?? open.find((channel) => channel.member) ?? open[0] ?? { id: "home" }).id;
}

/** Leads a link into the workspace (…/archives/C…/p…) to its place here; false for all other links. */
export function followPermalink(address) {
  const match = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(address);
  if (!match || !isKnown(match[1])) return false;
  const thread = new URL(address, location.href).searchParams.get("thread_ts");
  go(match[1], thread);
  if (match[2]) announce("show", `${match[2]}.${match[3]}`);
  return true;
}
