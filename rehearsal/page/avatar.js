// A person's disc: initials on their colour; the bot gets a rounded square.

import { h } from "./dom.js";

export function avatar(person, size = 34) {
  const name = person?.name ?? "?";
  const initials = person?.initials ?? name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const style = { "--size": `${size}px`, "--tone": person?.color ?? "#6b7a73" };
  return h("span", { class: `avatar${person?.isBot ? " bot" : ""}`, "aria-hidden": "true", "data-initials": person?.isBot ? initials[0] : initials, style });
}
