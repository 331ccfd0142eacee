// The small "are you sure" dialog, for Block Kit's confirm objects and for deleting.

import { h, freshId } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";

/** Asks; resolves to true or false. Takes Slack's confirm object. */
export function confirmed({ title, text, confirm, deny, style }) {
  const back = document.activeElement;
  return new Promise((resolve) => {
    const id = freshId("confirm");
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      back?.focus({ preventScroll: true });
      resolve(answer);
    };
    const dialog = h(
      "dialog", { class: "modal small", role: "alertdialog", "aria-labelledby": id, "aria-describedby": `${id}-text`, oncancel: (event) => { event.preventDefault(); done(false); } },
      h("h2", { id }, plain(title)),
      h("div", { id: `${id}-text`, class: "confirm-text" }, text?.type === "mrkdwn" ? mrkdwn(text.text) : plain(text)),
      h(
        "div", { class: "modal-foot" },
        h("button", { type: "button", class: "button", onclick: () => done(false) }, plain(deny) || "Cancel"),
        h("button", { type: "button", class: `button ${style === "danger" ? "danger" : "primary"}`, onclick: () => done(true) }, plain(confirm) || "Yes"),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
