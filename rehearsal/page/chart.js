// Block Kit's data_visualization, drawn as bars or lines; the same figures follow as a table for everyone.

import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";

const WIDTH = 480;
const HEIGHT = 160;

export function chart(block) {
  const source = block.chart ?? block;
  const series = seriesOf(source);
  const categories = categoriesOf(source, series);
  const title = plain(block.title ?? source.title ?? "");
  const kind = source.type === "data_visualization" ? source.chart_type : source.type;
  const picture = kind === "line" || kind === "area" ? lines(series, categories) : bars(series, categories);
  return h("figure", {}, title && h("figcaption", {}, title), picture, legend(series), h("details", {}, h("summary", {}, "Figures"), figures(series, categories)));
}

function seriesOf(source) {
  const points = (one) => (one.data ?? one.values ?? one.points ?? []).map((point) => (typeof point === "object" ? { label: plain(point.label ?? point.category ?? ""), value: Number(point.value ?? point.y ?? 0) } : { label: "", value: Number(point) }));
  if (source.segments) return [{ name: "", points: points({ data: source.segments }) }];
  return (source.series ?? []).map((one) => ({ name: plain(one.name ?? one.label ?? ""), points: points(one) }));
}

const categoriesOf = (source, series) => (source.axis_config?.categories ?? source.categories ?? series[0]?.points.map(({ label }) => label) ?? []).map(plain);

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const frame = (...children) => svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT + 22}`, class: "chart", "aria-hidden": "true" }, ...children);
const topOf = (series) => Math.max(1, ...series.flatMap(({ points }) => points.map(({ value }) => value)));
const tick = (text, x) => svg("text", { x, y: HEIGHT + 16, "text-anchor": "middle" }, text);

function bars(series, categories) {
  const slot = WIDTH / Math.max(1, categories.length);
  const width = Math.min(36, (slot * 0.7) / Math.max(1, series.length));
  const top = topOf(series);
  const bar = (point, at, of) => {
    const height = (point.value / top) * (HEIGHT - 8);
    const x = slot * at + slot / 2 - (width * series.length) / 2 + width * of;
    return svg("rect", { x, y: HEIGHT - height, width: width - 2, height, rx: 3, class: `s${of % 6}` });
  };
  return frame(...series.flatMap(({ points }, of) => points.map((point, at) => bar(point, at, of))), ...categories.map((name, at) => tick(name, slot * (at + 0.5))));
}

function lines(series, categories) {
  const step = WIDTH / Math.max(1, categories.length);
  const top = topOf(series);
  const spot = ({ value }, at) => `${step * (at + 0.5)},${HEIGHT - (value / top) * (HEIGHT - 8)}`;
  return frame(...series.map(({ points }, of) => svg("polyline", { points: points.map(spot).join(" "), class: `s${of % 6}` })), ...categories.map((name, at) => tick(name, step * (at + 0.5))));
}

const legend = (series) => series.length > 1 && h("div", { class: "chart-legend", "aria-hidden": "true" }, series.map(({ name }, of) => h("span", { class: `s${of % 6}` }, name)));

function figures(series, categories) {
  const head = h("tr", {}, h("th", {}, ""), series.map(({ name }) => h("th", { scope: "col" }, name || "Value")));
  const row = (category, at) => h("tr", {}, h("th", { scope: "row" }, category), series.map(({ points }) => h("td", {}, String(points[at]?.value ?? ""))));
  return h("table", {}, h("thead", {}, head), h("tbody", {}, categories.map(row)));
}
