// Selects whose options the app finds for what one types.

import { multiSelect } from "./choices.js";
import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { keyOfValue } from "./options.js";
import { singleSelect } from "./selects.js";
import { act } from "./server.js";
import { state } from "./state.js";

const PAUSE_MILLISECONDS = 250;

export function externalSelect(element, place) {
  const several = element.type.startsWith("multi_");
  const slot = several ? "selected_options" : "selected_option";
  const chosen = () => [place.begin({ [slot]: (several ? element.initial_options : element.initial_option) ?? (several ? [] : null) })[slot] ?? []].flat();
  const inner = h("div", {});
  const show = (found) => {
    const kept = chosen();
    const fresh = found.filter((option) => !kept.some((one) => keyOfValue(one) === option.value));
    inner.replaceChildren((several ? multiSelect : singleSelect)({ ...element, options: [...kept, ...fresh] }, place));
  };
  const find = async (text) => {
    const { surface, blockId, actionId } = place;
    const answer = await act(state.me, "suggest", { container: surface.container, blockId, actionId, text }).catch(() => ({}));
    show(answer.options ?? []);
  };
  show([]);
  const least = element.min_query_length ?? 3;
  if (least === 0) find("");
  return h("div", { class: "multi" }, searchField(element, least, find), inner);
}

function searchField(element, least, find) {
  let timer = null;
  const type = (event) => {
    clearTimeout(timer);
    const text = event.target.value.trim();
    if (text.length >= least) timer = setTimeout(() => find(text), PAUSE_MILLISECONDS);
  };
  const name = plain(element.placeholder) || "Find…";
  return h("input", { type: "search", class: "field", placeholder: name, "aria-label": name, oninput: type });
}
