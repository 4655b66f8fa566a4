// One form for what reads the same: width, letter case, the style of brackets, quotes and dashes, blanks.
// site_builder/search/fold.py did the same to the texts; a test compares the two character by character.

/** Blanks and signs without a shape, as ranges. */
const BLANKS = [
  [0x00, 0x20], [0x7f, 0xa0], [0xad, 0xad], [0x61c, 0x61c], [0x1680, 0x1680], [0x180b, 0x180f],
  [0x200b, 0x200f], [0x2028, 0x202e], [0x2060, 0x2064], [0xfeff, 0xfeff], [0xfff9, 0xfffb],
];

/** Character → what stands for it. @type {Map<string, string>} */
const SAME = new Map([["ς", "σ"]]);
for (const [low, high] of BLANKS) {
  for (let code = low; code <= high; code++) SAME.set(String.fromCharCode(code), "");
}
for (const character of "[{〔【〖〘〚❲<‹«〈《⟨⟪") SAME.set(character, "(");
for (const character of "]}〕】〗〙〛❳>›»〉》⟩⟫") SAME.set(character, ")");
for (const character of "「」『』“”„‟〝〞〟") SAME.set(character, '"');
for (const character of "‘’‚‛ʼ") SAME.set(character, "'");
for (const character of "‐‑‒–—―−") SAME.set(character, "-");

/** @param {string} text @returns {string} */
function fold(text) {
  let folded = "";
  for (const character of text.normalize("NFKC").toLowerCase()) {
    const same = SAME.get(character);
    folded += same === undefined ? character : same;
  }
  return folded;
}

/**
 * Fold a text and keep for each folded character where it came from, so that a match can be marked.
 * @param {string} text
 * @returns {{folded: string, from: number[]}} `from` has one more entry, the text's length.
 */
function foldWithPlaces(text) {
  let folded = "";
  const from = [];
  // A letter and the accents behind it may become one character: they are folded together.
  for (const { 0: piece, index } of text.matchAll(/[^]\p{M}*/gu)) {
    const some = fold(piece);
    for (let at = 0; at < some.length; at++) from.push(index);
    folded += some;
  }
  from.push(text.length);
  return { folded, from };
}

const MONTH_OF = "(1[0-2]|0?[1-9])";
const DAY_OF = "(3[01]|[12]\\d|0?[1-9])";
/** A day or a month, as `_DATE` of fold.py; people also type a day's eight digits. */
const DATE = new RegExp(
  `^((?:19|20)\\d\\d)(?:年${MONTH_OF}月(?:${DAY_OF}日)?|([-/.])${MONTH_OF}(?:\\4${DAY_OF})?)$`,
);
const DIGITS = /^((?:19|20)\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])$/;
/** A date with blanks in it, as word processors paste it. */
const SPACED = /[\d０-９]{4}\s*年\s*[\d０-９]{1,2}\s*月(?:\s*[\d０-９]{1,2}\s*日)?/g;

/**
 * Write a day or a month as the index knows it: 2021-03-05 → 2021年3月5日, 2021.03 → 2021年3月.
 * @param {string} folded @returns {string} Empty when it is no date.
 */
function dateInWords(folded) {
  const found = DATE.exec(folded);
  if (!found) return "";
  const [month, day] = [found[2] || found[5], found[3] || found[6]];
  return `${found[1]}年${Number(month)}月${day ? `${Number(day)}日` : ""}`;
}

/** All ways of writing a date that dateInWords gave, as a pattern. @param {string} words @returns {RegExp} */
function dateInAnyForm(words) {
  const [year, month, day] = words.match(/\d+/g);
  // A zero after a reference to a group would be read as part of its number.
  const some = day
    ? `年0?${month}月0?${day}日|([-/.])0?${month}\\1(?:0?)${day}(?!\\d)`
    : `年0?${month}月|[-/.]0?${month}(?!\\d)`;
  return new RegExp(`${year}(?:${some})`, "g");
}

/**
 * One word of a query.
 * @typedef {{text: string, other: string, date: string}} Term `other`: what to look for besides
 *   the text; `date`: the date it means, as dateInWords writes it.
 */

/** Cut a query at its blanks, but for those within a date. @param {string} query @returns {Term[]} */
function terms(query) {
  const whole = query.replace(SPACED, (date) => date.replace(/\s+/g, ""));
  const found = whole.split(/\s+/).map(fold).filter(Boolean).map((text) => {
    // Every date in the texts is indexed in words, so that in one form all forms are found; and
    // what is typed is found as it stands: 2022-1 in 2022-10-20, and in the number CS-2022-12345.
    const date = dateInWords(text);
    if (date) return { text, other: date === text ? "" : date, date };
    const digits = DIGITS.exec(text);
    const other = digits ? dateInWords(digits.slice(1).join("-")) : "";
    return { text, other, date: other };
  });
  return [...new Map(found.map((term) => [term.text, term])).values()];
}
