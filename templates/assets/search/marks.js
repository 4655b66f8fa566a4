// Where the words of a query stand in a text, and the piece of the text that shows them.

const AROUND = 36;
const LONGEST = 150;

/**
 * Find the words in a line. Returns start and end of each mark, rising, none touching another.
 * @param {string} line @param {Term[]} words @returns {[number, number][]}
 */
function marksIn(line, words) {
  const { folded, from } = foldWithPlaces(line);
  const found = [];
  const note = (at, length) => {
    const last = from[at + length - 1];
    // The mark ends where the next other character begins: one sign may fold to several.
    let end = at + length;
    while (end < from.length - 1 && from[end] === last) end++;
    found.push([from[at], from[end]]);
  };
  for (const { text, date } of words) {
    for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + text.length)) {
      note(at, text.length);
    }
    if (!date) continue;
    for (const match of folded.matchAll(dateInAnyForm(date))) note(match.index, match[0].length);
  }
  return joined(found);
}

/** @param {[number, number][]} marks @returns {[number, number][]} */
function joined(marks) {
  const found = [];
  for (const [start, end] of marks.sort((one, other) => one[0] - other[0])) {
    const last = found[found.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

/**
 * Write a text into an element with its matches marked. Authors' text is text here, never markup.
 * @param {Element} element @param {string} text @param {[number, number][]} marks
 */
function writeMarked(element, text, marks) {
  let at = 0;
  for (const [start, end] of marks) {
    element.append(text.slice(at, start));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    element.append(mark);
    at = end;
  }
  element.append(text.slice(at));
}

/** @param {string} line @param {Term[]} words @returns {number} How many of the words it holds. */
function held(line, words) {
  const folded = fold(line);
  const has = ({ text, date }) => folded.includes(text) || (date && dateInAnyForm(date).test(folded));
  return words.filter(has).length;
}

/** Whether the second half of a character that takes two places stands there. */
const isHalf = (line, at) => /[\udc00-\udfff]/.test(line.charAt(at));

/**
 * Choose the line, or the fact with its label, that holds most of the words, and cut it around the
 * first of them.
 * @param {{lines: string[], facts: [string, string][]}} card @param {Term[]} words
 * @returns {{text: string, marks: [number, number][]}}
 */
function snippet({ lines, facts }, words) {
  let [label, line, most] = ["", lines[0] || "", 0];
  for (const [name, one] of [...lines.map((text) => ["", text]), ...facts]) {
    const score = held(one, words);
    if (score > most) [label, line, most] = [name, one, score];
    if (score === words.length) break;
  }
  const marks = marksIn(line, words);
  const first = marks.length ? marks[0][0] : 0;
  let start = line.length <= LONGEST ? 0 : Math.max(0, Math.min(first - AROUND, line.length - LONGEST));
  let end = Math.min(line.length, Math.max(start + LONGEST, marks.length ? marks[0][1] + AROUND : 0));
  if (isHalf(line, start)) start -= 1;
  if (isHalf(line, end)) end += 1;
  const head = `${label ? `${label}：` : ""}${start ? "…" : ""}`;
  const moved = marks
    .filter(([from, to]) => from >= start && to <= end)
    .map(([from, to]) => [from - start + head.length, to - start + head.length]);
  return { text: head + line.slice(start, end) + (end < line.length ? "…" : ""), marks: moved };
}
