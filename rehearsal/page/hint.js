// A first step for newcomers.

import { h } from "./dom.js";
import { go } from "./places.js";
import { announce, channelById, state } from "./state.js";

/** "Type /incident declare in #general", with a button that types it for you. */
export function hint() {
  const command = state.commands[0]?.command ?? "/incident";
  const general = () => state.channels.find((channel) => channel.name === "general")?.id;
  const typeIt = () => {
    if (channelById(state.place)?.name !== "general" && general()) go(general());
    announce("write", `${command} declare`);
  };
  return h(
    "div", { class: "hint-card" },
    h("p", {}, "Type ", h("code", {}, `${command} declare`), " in #general"),
    h("p", { class: "muted" }, "Nothing leaves this machine. Switch who you are to see what the others see."),
    h("button", { type: "button", class: "button", onclick: typeIt }, "Type it for me"),
  );
}
