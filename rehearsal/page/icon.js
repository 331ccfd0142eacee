// The page's own line drawings, so that nothing depends on a font or an address elsewhere.

const SHAPES = {
  menu: "M4 7h16M4 12h16M4 17h10",
  close: "M6 6l12 12M18 6L6 18",
  back: "M14 5l-7 7 7 7",
  hash: "M9 4L7 20M17 4l-2 16M4.5 9h15M4 15h15",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  home: "M4 11.5L12 5l8 6.5M6.5 10v9h11v-9",
  send: "M5 12h13M12.5 6l6 6-6 6",
  bolt: "M13 3L5.5 13.5H12L11 21l7.5-10.5H12z",
  clip: "M8 12.5l6-6a3 3 0 014.2 4.2l-7.8 7.8a5 5 0 01-7-7L11 4",
  at: "M16 12a4 4 0 11-8 0 4 4 0 018 0zm0 0v1.5a2.5 2.5 0 005 0V12a9 9 0 10-3.5 7.1",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "M9 7l-5 5 5 5M4 12h10a6 6 0 016 6",
  smile: "M12 21a9 9 0 100-18 9 9 0 000 18zM8.5 14.5a4.5 4.5 0 007 0M9 9.5h.01M15 9.5h.01",
  pin: "M12 15v6M8 4h8l-1 6 3 4.5H6L9 10z",
  link: "M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.3l-1 1M14 10a4 4 0 00-5.7 0l-3 3a4 4 0 005.7 5.7l1-1",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 100-6 3 3 0 000 6z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  check: "M5 12.5l4.5 4.5L19 7",
  down: "M6 9l6 6 6-6",
  play: "M8 5l11 7-11 7z",
  plug: "M9 3v5M15 3v5M6 8h12v3a6 6 0 01-12 0zM12 17v4",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3.5 2",
  search: "M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L20 20",
  wrench: "M14.5 6.5a4 4 0 015-1L17 8l1 2 2.5-1.500a4 4 0 01-5.500 4.500L8.500 20a2.100 2.100 0 01-3-3l6.500-6.500a4 4 0 012.500-4z",
  warning: "M12 4L21.500 20H2.500zM12 10v4.500M12 17.300h.01",
  flag: "M6 21V4M6 5h12l-2.500 3.500L18 12H6",
  question: "M12 21a9 9 0 100-18 9 9 0 000 18zM9.500 9.500a2.500 2.500 0 113.500 2.300c-.7.300-1 .8-1 1.700M12 16.500h.01",
  pause: "M9 5v14M15 5v14",
  speech: "M4 5h16v11h-9l-4.500 4v-4H4z",
  tree: "M12 21v-6M12 15a5.500 5.500 0 005.500-5.500A5.500 5.500 0 0012 3.500a5.500 5.500 0 00-5.500 6A5.500 5.500 0 0012 15z",
  forward: "M4 6l7 6-7 6zM12.500 6l7 6-7 6z",
  swap: "M4 12h16M8 8l-4 4 4 4M16 8l4 4-4 4",
  party: "M4 20l4.500-12L16 15.500zM14 8c0-2 1-3.500 3-4M16.500 11.500c1.500-1 3-1 4-.5M19 6h.01",
  key: "M9 19a4.500 4.500 0 110-9 4.500 4.500 0 010 9zM12 11.500L20 4M17 7l2.500 2.500",
};

/** An icon for decoration; the control around it carries the name. */
export function icon(name, size = 18) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = {
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "more" ? 3 : 1.8, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
