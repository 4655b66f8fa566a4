// One form for what reads the same: width, letter case, blanks, quotes, brackets, dashes and other marks.
// site_builder/search/fold.py did the same to the texts; a test compares the two character by character.

const MARK = "\x01";
const MARKS = new Set([MARK, ".", ",", "-", "/"]);
const isDigit = (character) => character >= "0" && character <= "9" && character.length === 1;
/** A character with the accents and parts of syllables behind it, which may become one. */
const PIECE = /[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu;

/** What is read as what, by the table that the index came with. */
class Folding {
  /** @param {Record<string, string>} table Reading → characters. @param {number} spaced */
  constructor(table, spaced) {
    this.spaced = spaced;
    /** @type {Map<string, string>} */
    this.readings = new Map();
    for (const [reading, characters] of Object.entries(table)) {
      for (const character of characters) this.readings.set(character, reading);
    }
  }

  /** Write each character as it is read; marks stay. @param {string} text @returns {string} */
  normalize(text) {
    let normalized = "";
    for (const character of text.normalize("NFKC").toLowerCase()) {
      const reading = this.readings.get(character);
      if (reading !== undefined) normalized += reading;
      else if (character.codePointAt(0) < this.spaced) normalized += character;
      // Nothing readable is there, except invisible labels of other characters.
      else normalized += /[\u{e0000}-\u{e0fff}]/u.test(character) ? "" : "\ufffd";
    }
    return normalized;
  }

  /**
   * Fold a text: its letters as numbers, those behind marks as much higher ones.
   * @param {string} text @param {boolean} thousands Whether 1,234 is 1234.
   * @returns {number[]}
   */
  letters(text, thousands = true) {
    return this.joined(Array.from(this.normalize(text)), thousands).map(({ code }) => code);
  }

  /**
   * Leave marks out; between digits they part two numbers, unless they are a point of a decimal.
   * @param {string[]} characters @returns {{code: number, at: number}[]} Letters and where they stood.
   */
  joined(characters, thousands = true) {
    const letters = [];
    let behind = false;
    for (let at = 0; at < characters.length; at++) {
      if (!MARKS.has(characters[at])) {
        letters.push({ code: characters[at].codePointAt(0) + (behind ? this.spaced : 0), at });
        behind = false;
        continue;
      }
      const start = at;
      while (MARKS.has(characters[at + 1])) at++;
      const [before, after] = [characters[start - 1] || "", characters[at + 1] || ""];
      const kept = isDigit(before) && isDigit(after) ? between(characters, start, at, thousands) : "";
      if (kept) letters.push({ code: kept.codePointAt(0), at: start });
      behind = !kept;
    }
    return letters;
  }

  /** @param {number} code @returns {number} */
  unspaced(code) {
    return code >= this.spaced ? code - this.spaced : code;
  }

  /** @param {number[]} letters @returns {string} The letters, whatever stood between them. */
  text(letters) {
    return letters.map((code) => String.fromCodePoint(this.unspaced(code))).join("");
  }

  /**
   * Fold a line and keep where each letter came from, so that a match can be marked.
   * @param {string} line
   * @returns {{text: string, codes: number[], from: number[], to: number[]}} `text` without marks; the
   *   lists have an entry for each of its code units.
   */
  place(line) {
    const characters = [];
    const pieces = [];
    for (const { 0: piece, index } of line.matchAll(PIECE)) {
      for (const character of this.normalize(piece)) {
        characters.push(character);
        pieces.push([index, index + piece.length]);
      }
    }
    const placed = { text: "", codes: [], from: [], to: [] };
    for (const { code, at } of this.joined(characters)) {
      const letter = String.fromCodePoint(this.unspaced(code));
      for (let unit = 0; unit < letter.length; unit++) {
        placed.codes.push(code);
        placed.from.push(pieces[at][0]);
        placed.to.push(pieces[at][1]);
      }
      placed.text += letter;
    }
    return placed;
  }
}

/** What is kept of marks between two digits: nothing of a comma that parts thousands. */
function between(characters, start, end, thousands) {
  if (start < end) return ",";
  if (characters[start] === ".") return ".";
  const digits = (from, to) => characters.slice(Math.max(0, from), to).filter(isDigit).length;
  const isThousands =
    characters[start] === "," &&
    digits(start + 1, start + 4) === 3 &&
    !isDigit(characters[start + 4] || "") &&
    digits(start - 4, start) < 4;
  return isThousands && thousands ? "" : ",";
}

const MONTH_OF = "(1[0-2]|0?[1-9])";
const DAY_OF = "(3[01]|[12]\\d|0?[1-9])";
/** A day or a month, as `_DATE` of fold.py; people also type a day's eight digits. */
const DATE = new RegExp(
  `^((?:19|20)\\d\\d)(?:\x01*年\x01*${MONTH_OF}\x01*月(?:\x01*${DAY_OF}\x01*日)?|([-/.])${MONTH_OF}(?:\\4${DAY_OF})?)$`,
);
const DIGITS = /^((?:19|20)\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])$/;
/** A date with blanks in it, as word processors paste it. */
const SPACED_DATE = /[\d０-９]{4}\s*年\s*[\d０-９]{1,2}\s*月(?:\s*[\d０-９]{1,2}\s*日)?/g;

/**
 * Write a day or a month as the index knows it: 2021-03-05 → 2021年3月5日, 2021.03 → 2021年3月.
 * @param {string} normalized @returns {string} Empty when it is no date.
 */
function dateInWords(normalized) {
  const match = DATE.exec(normalized);
  if (!match) return "";
  const [month, day] = [match[2] || match[5], match[3] || match[6]];
  return `${match[1]}年${Number(month)}月${day ? `${Number(day)}日` : ""}`;
}

/** All ways of writing a date that dateInWords gave, without marks. @param {string} words @returns {RegExp} */
function dateInAnyForm(words) {
  const [year, month, day] = words.match(/\d+/g);
  const form = day
    ? `年0?${month}月0?${day}日|[.,]0?${month}[.,]0?${day}(?!\\d)`
    : `年0?${month}月|[.,]0?${month}(?!\\d)`;
  return new RegExp(`${year}(?:${form})`, "g");
}

/**
 * One word of a query.
 * @typedef {{readings: number[][], texts: string[], date: string}} Term `readings`: the letters to look
 *   for, in each way to read the word; `texts`: the same, as texts without what stands between; `date`:
 *   the date it means, as dateInWords writes it.
 */

/**
 * Cut a query at its blanks, but for those within a date.
 * @param {string} query @param {Folding} folding @returns {Term[]}
 */
function terms(query, folding) {
  const whole = query.replace(SPACED_DATE, (date) => date.replace(/\s+/g, ""));
  const found = new Map();
  for (const word of whole.split(/\s+/)) {
    const letters = folding.letters(word);
    if (!letters.length) continue;
    // Every date in the texts is indexed in words, so that in one form all forms are found; and
    // what is typed is found as it stands: 2022-1 in 2022-10-20, and in the number CS-2022-12345.
    const normalized = folding.normalize(word);
    const digits = DIGITS.exec(normalized);
    const date = dateInWords(digits ? digits.slice(1).join("-") : normalized);
    // A piece cut out of longer digits may only look like thousands.
    const parted = folding.letters(word, false);
    const isSame = String(parted) === String(letters);
    const readings = isSame ? [letters] : [letters, parted];
    const texts = readings.map((reading) => folding.text(reading));
    if (date && date !== texts[0]) readings.push(folding.letters(date));
    found.set(String(letters), { readings, texts, date });
  }
  return [...found.values()];
}
