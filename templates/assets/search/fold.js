// One form for what reads the same: width, letter case, the style of brackets and dashes, blanks.
// site_builder/search/fold.py did the same to the texts; a test compares the two character by character.

/** Blanks and signs without a shape, as ranges. */
const BLANKS = [
  [0x00, 0x20], [0x7f, 0xa0], [0xad, 0xad], [0x1680, 0x1680], [0x180e, 0x180e],
  [0x200b, 0x200f], [0x2028, 0x202e], [0x2060, 0x2064], [0xfeff, 0xfeff], [0xfff9, 0xfffb],
];

/** Character → what stands for it. @type {Map<string, string>} */
const SAME = new Map([["ς", "σ"]]);
for (const [low, high] of BLANKS) {
  for (let code = low; code <= high; code++) SAME.set(String.fromCharCode(code), "");
}
for (const character of "[{〔【〖〘〚❲") SAME.set(character, "(");
for (const character of "]}〕】〗〙〛❳") SAME.set(character, ")");
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

const DATE = /^((?:19|20)\d\d)(?:年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日|([-/.])(1[0-2]|0?[1-9])\4(3[01]|[12]\d|0?[1-9]))$/;

/**
 * Write a full date as the index knows every date: 2021-03-05 → 2021年3月5日.
 * @param {string} folded @returns {string} Empty when it is no date.
 */
function dateInWords(folded) {
  const found = DATE.exec(folded);
  return found ? `${found[1]}年${Number(found[2] || found[5])}月${Number(found[3] || found[6])}日` : "";
}

/** All ways of writing a date that dateInWords gave, as a pattern. @param {string} words @returns {RegExp} */
function dateInAnyForm(words) {
  const [year, month, day] = words.match(/\d+/g);
  return new RegExp(`${year}(?:年0?${month}月0?${day}日|([-/.])0?${month}\\1(?:0)?${day}(?!\\d))`, "g");
}

/**
 * One word of a query.
 * @typedef {{text: string, date: string}} Term `date`: what to look for besides, where it is a date.
 */

/** Cut a query at its blanks. @param {string} query @returns {Term[]} */
function terms(query) {
  const words = query.split(/[\s\u3000]+/).map(fold).filter(Boolean);
  return [...new Set(words)].map((text) => {
    // 2021年3月5日 and 2021-03-05 are indexed for every date; other forms ask for the first as well.
    const date = dateInWords(text);
    const indexed = date === text || /^\d{4}-\d\d-\d\d$/.test(text);
    return { text, date: indexed ? "" : date };
  });
}
