// The bot's Home tab.

import { showBlocks } from "./blocks.js";
import { h, reconcile } from "./dom.js";
import { act, fetchHome, Unanswered } from "./server.js";
import { appName, isHome, on, state } from "./state.js";
import { surfaceOf } from "./surface.js";

export function showHome() {
  const pane = document.getElementById("home");
  const blocks = h("div", { class: "blocks home-blocks" });
  const empty = h("p", { class: "muted home-empty" });
  pane.append(h("section", { "aria-label": `${appName()} home`, class: "home-scroll", tabindex: "-1" }, blocks, empty));
  let openFor = null;
  const load = async () => {
    pane.hidden = !isHome();
    if (!isHome()) return (openFor = null);
    const asked = state.me;
    try {
      if (openFor !== asked) {
        reconcile(blocks, []);
        openFor = asked;
        await act(asked, "openHome");
      }
      const { view } = await fetchHome(asked);
      if (asked !== state.me || !isHome()) return;
      empty.textContent = view?.blocks?.length ? "" : `${appName()} has put nothing here yet.`;
      showBlocks(blocks, view?.blocks ?? [], surfaceOf({ type: "view", viewId: view?.id ?? `home-${asked}` }));
    } catch (trouble) {
      if (!(trouble instanceof Unanswered)) throw trouble;
      empty.textContent = `${appName()} did not answer. This page fills as soon as it does.`;
    }
  };
  for (const subject of ["place", "person", "home"]) on(subject, load);
  load();
}
