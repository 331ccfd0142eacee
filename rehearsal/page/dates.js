// Moments in words, in the person's own time zone.

import { myZone, rehearsalNow } from "./state.js";

const formats = new Map();

function format(milliseconds, options, zone = myZone()) {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }));
  return formats.get(key).format(milliseconds);
}

const numericDay = (milliseconds) => format(milliseconds, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-");

/** When something was said, by the rehearsal's clock. */
export const atOf = ({ at, ts }) => Number(at ?? ts) * 1000;
export const dayKey = (milliseconds) => numericDay(milliseconds);
export const clockTime = (milliseconds, zone) => format(milliseconds, { hour: "2-digit", minute: "2-digit" }, zone);
export const shortDay = (milliseconds) => {
  const part = (options) => format(milliseconds, options);
  return `${part({ weekday: "long" })} ${part({ day: "numeric" })} ${part({ month: "short" })}`;
};
export const fullMoment = (milliseconds) => format(milliseconds, { dateStyle: "full", timeStyle: "short" });

/** "Today", "Yesterday" or the date. */
export function dayName(milliseconds) {
  if (dayKey(milliseconds) === dayKey(rehearsalNow())) return "Today";
  if (dayKey(milliseconds) === dayKey(rehearsalNow() - 86_400_000)) return "Yesterday";
  return shortDay(milliseconds);
}

const relative = (milliseconds) => {
  const name = dayName(milliseconds);
  return name === "Today" || name === "Yesterday" ? name.toLowerCase() : null;
};

/** "3 hours ago", "in 2 days". */
export function ago(milliseconds, now = rehearsalNow()) {
  const seconds = (milliseconds - now) / 1000;
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

const TOKENS = {
  date_num: numericDay,
  date_slash: (at) => numericDay(at).replaceAll("-", "/"),
  date: (at) => format(at, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (at) => format(at, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (at) => format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  day_divider_pretty: (at) => dayName(at),
  date_pretty: (at) => relative(at) ?? TOKENS.date(at),
  date_short_pretty: (at) => relative(at) ?? TOKENS.date_short(at),
  date_long_pretty: (at) => relative(at) ?? TOKENS.date_long(at),
  date_long_full: (at) => TOKENS.date_long(at),
  time: (at) => clockTime(at),
  time_secs: (at) => format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (at) => ago(at),
};

/** Slack's <!date^seconds^format|fallback>. */
export const slackDate = (seconds, pattern) => pattern.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(seconds * 1000) ?? whole);

/** Seconds since 1970 as the value of a datetime-local field in the person's zone. */
export const toLocalField = (seconds) => {
  const at = seconds * 1000;
  return `${numericDay(at)}T${clockTime(at)}`;
};

/** The reverse; the zone's offset is found by asking twice, which is enough except inside a clock change. */
export function fromLocalField(value) {
  const asUtc = Date.parse(`${value}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  let guess = asUtc;
  for (let round = 0; round < 2; round++) guess -= Date.parse(`${toLocalField(guess / 1000)}:00Z`) - asUtc;
  return Math.floor(guess / 1000);
}
