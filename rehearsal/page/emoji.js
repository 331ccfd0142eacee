// :names: to characters. The handful the bot and the menu use most are drawn, so they look right without an emoji font.

import { h } from "./dom.js";
import { icon } from "./icon.js";

const DRAWN = { pushpin: "pin", eyes: "eye", mag: "search", wrench: "wrench", key: "key", white_check_mark: "check", heavy_check_mark: "check", lock: "lock", link: "link", clock3: "clock", paperclip: "clip", pencil2: "pencil" };

const CHARACTERS = Object.fromEntries(
  `+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|muscle 💪|point_right 👉|point_up ☝|ok 🆗
smile 😄|smiley 😃|grinning 😀|slightly_smiling_face 🙂|wink 😉|joy 😂|thinking_face 🤔|sweat_smile 😅|cry 😢|sob 😭|scream 😱|sunglasses 😎|heart ❤|green_heart 💚|blue_heart 💙|tada 🎉|sparkles ✨|star ⭐|100 💯|rocket 🚀|seedling 🌱|fire 🔥|zap ⚡
rotating_light 🚨|warning ⚠|no_entry ⛔|no_entry_sign 🚫|x ❌|o ⭕|question ❓|grey_question ❔|exclamation ❗|grey_exclamation ❕|bangbang ‼|stop_sign 🛑|sos 🆘|information_source ℹ|bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speech_balloon 💬|thought_balloon 💭
red_circle 🔴|large_red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹|small_orange_diamond 🔸|diamond_shape_with_a_dot_inside 💠
mag_right 🔎|microscope 🔬|telescope 🔭|test_tube 🧪|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bulb 💡|brain 🧠|robot_face 🤖|gear ⚙|hammer 🔨|hammer_and_wrench 🛠|toolbox 🧰|nut_and_bolt 🔩|package 📦|floppy_disk 💾|computer 💻|electric_plug 🔌|bug 🐛|ladybug 🐞|dart 🎯|compass 🧭|world_map 🗺|triangular_ruler 📐|scales ⚖|balance_scale ⚖
memo 📝|pencil 📝|page_facing_up 📄|page_with_curl 📃|notebook 📓|book 📖|books 📚|bookmark 🔖|bookmark_tabs 📑|clipboard 📋|card_index 📇|card_file_box 🗃|file_folder 📁|open_file_folder 📂|calendar 📅|date 📆|spiral_calendar_pad 🗓|label 🏷|round_pushpin 📍|envelope ✉|email ✉|inbox_tray 📥|outbox_tray 📤|ballot_box_with_check ☑|scroll 📜
lock_with_ink_pen 🔏|unlock 🔓|closed_lock_with_key 🔐|old_key 🗝|shield 🛡|bust_in_silhouette 👤|busts_in_silhouette 👥|speaking_head_in_silhouette 🗣|ear 👂|handshake 🤝
hourglass ⌛|hourglass_flowing_sand ⏳|clock1 🕐|clock9 🕘|clock12 🕛|alarm_clock ⏰|stopwatch ⏱|timer_clock ⏲|repeat 🔁|arrows_counterclockwise 🔄|rewind ⏪|fast_forward ⏩|leftwards_arrow_with_hook ↩|arrow_right_hook ↪|arrow_right ➡|arrow_left ⬅|arrow_up ⬆|arrow_down ⬇|arrow_forward ▶|double_vertical_bar ⏸|black_square_for_stop ⏹|heavy_plus_sign ➕|heavy_minus_sign ➖|one 1⃣|two 2⃣|three 3⃣|four 4⃣|five 5⃣
fire_engine 🚒|ambulance 🚑|adhesive_bandage 🩹|medical_symbol ⚕|umbrella ☂|cloud ☁|sunny ☀|snowflake ❄|ocean 🌊|house 🏠|door 🚪|trophy 🏆|medal 🏅|checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳|coffee ☕|herb 🌿|mailbox 📫|construction 🚧|recycle ♻|fox_face 🦊|owl 🦉|turtle 🐢|sleeping 😴|zzz 💤|performing_arts 🎭|clapper 🎬|deciduous_tree 🌳|card_index_dividers 🗂|wastebasket 🗑|see_no_evil 🙈|parking 🅿|left_right_arrow ↔`
    .split(/[|\n]/).map((pair) => pair.trim().split(" ")),
);

export const REACTIONS = ["pushpin", "eyes", "mag", "wrench", "key", "white_check_mark", "+1", "tada"];

const DRAWN_CHARACTERS = { pushpin: "📌", eyes: "👀", mag: "🔍", wrench: "🔧", key: "🔑", white_check_mark: "✅", heavy_check_mark: "✔", lock: "🔒", link: "🔗", clock3: "🕒", paperclip: "📎", pencil2: "✏" };

/** Text in which :names: have become characters; for labels, where there is no room for nodes. */
export const withCharacters = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => CHARACTERS[name] ?? DRAWN_CHARACTERS[name] ?? whole);

// Drawn and plain shapes, for machines without an emoji font.
const DRAWN_WITHOUT_FONT = {
  warning: "warning", checkered_flag: "flag", triangular_flag_on_post: "flag", grey_question: "question", double_vertical_bar: "pause",
  hourglass: "clock", hourglass_flowing_sand: "clock", leftwards_arrow_with_hook: "reply", speech_balloon: "speech", speaking_head_in_silhouette: "speech",
  deciduous_tree: "tree", card_index_dividers: "file", wastebasket: "trash", pencil: "pencil", memo: "pencil", fast_forward: "forward",
  left_right_arrow: "swap", ballot_box_with_check: "check", see_no_evil: "eye", tada: "party",
};
const SHAPES = { red_circle: "#d5473f", large_yellow_circle: "#d9a514", large_green_circle: "#2f9e5b", white_circle: "transparent", large_blue_circle: "#3f7fd5", white_large_square: "transparent" };

let hasFont = null;

/** Whether this machine can draw emoji at all; if not, the written :name: says more than an empty box. */
function canDrawEmoji() {
  if (hasFont === null) {
    const pixels = (text) => {
      const brush = Object.assign(document.createElement("canvas"), { width: 24, height: 24 }).getContext("2d", { willReadFrequently: true });
      brush.font = "16px sans-serif";
      brush.fillText(text, 2, 18);
      return brush.getImageData(0, 0, 24, 24).data.join();
    };
    hasFont = pixels("\u{1F914}") !== pixels("\u{1FFFE}") && pixels("\u{1F914}") !== pixels("\u{1F9EA}");
  }
  return hasFont;
}

/** A node for :name:, or the written form when the name is not known. */
export function emoji(name) {
  const bare = name.replace(/::skin-tone-\d$/, "");
  if (DRAWN[bare]) return drawn(bare, DRAWN[bare]);
  if (CHARACTERS[bare] && canDrawEmoji()) return h("span", { class: "emoji", title: `:${bare}:` }, CHARACTERS[bare]);
  if (DRAWN_WITHOUT_FONT[bare]) return drawn(bare, DRAWN_WITHOUT_FONT[bare]);
  if (SHAPES[bare]) return h("span", { class: `emoji shape ${bare}`, role: "img", "aria-label": bare, style: { "--tone": SHAPES[bare] } });
  return `:${name}:`;
}

const drawn = (name, shape) => h("span", { class: `emoji drawn ${name}`, role: "img", "aria-label": name.replaceAll("_", " ") }, icon(shape, 16));
