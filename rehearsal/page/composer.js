// The Message box under the conversation.

import { on, channelById, isHome, placeName, state } from "./state.js";
import { writer } from "./writer.js";

export function showComposer() {
  const slot = document.getElementById("composer");
  const compose = writer({ name: "Message", placeholder: () => `Message ${placeName(state.place)}`, key: () => state.place, thread: () => null });
  slot.append(compose.frame);
  const draw = () => {
    const channel = channelById(state.place);
    slot.hidden = isHome() || channel?.archived || channel?.member === false;
    compose.refresh();
  };
  for (const subject of ["place", "person", "state"]) on(subject, draw);
  on("write", (text) => compose.write(text));
  draw();
}
