// Talks to the rehearsal server. Knows addresses and shapes, nothing about what is on the page.

/** The server or the bot behind it did not answer. */
export class Unanswered extends Error {}

const query = (parameters) => new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();

export const fetchState = (as) => read("state", { as });
export const fetchMessages = (as, channel, thread) => read("messages", { as, channel, thread });
export const fetchViews = (as) => read("view", { as });
export const fetchHome = (as) => read("home", { as });
export const liveAddress = (as) => `/page/live?${query({ as })}`;

/** What a person does; answers {ok, error?, errors?, view?}. Raises Unanswered when nothing came back. */
export const act = (as, doing, details = {}) => write("act", { as, act: doing, ...details });

/** What happens to the bot itself: jump, pull, script. */
export const tellBot = (doing, details = {}) => write("bot", { do: doing, ...details });

const read = (name, parameters) => ask(`/page/api/${name}?${query(parameters)}`);

const write = (name, body) =>
  ask(`/page/api/${name}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function ask(address, options) {
  try {
    const response = await fetch(address, options);
    const answer = await response.json();
    if (!response.ok && answer.ok === undefined) throw new Error(`${response.status}`);
    return answer;
  } catch (trouble) {
    throw new Unanswered(`${address}: ${trouble.message}`);
  }
}
