// Where the words of a query stand in a text, and the piece of the text that shows them.

const AROUND = 36;
const LONGEST = 150;

/**
 * Find the words in a line. Returns start and end of each mark, rising, none touching another.
 * @param {string} line @param {Term[]} words @param {Folding} folding @returns {[number, number][]}
 */
function marksIn(line, words, folding) {
  const { text, from, to } = folding.place(line);
  const found = [];
  const note = (at, length) => found.push([from[at], to[at + length - 1]]);
  for (const { texts, date } of words) {
    for (const word of texts) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) note(at, word.length);
    }
    if (!date) continue;
    for (const match of text.matchAll(dateInAnyForm(date))) note(match.index, match[0].length);
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

/** How many of the words a line holds. @param {string} line @param {Term[]} words @returns {number} */
function held(line, words, folding) {
  const { text } = folding.place(line);
  const has = ({ texts, date }) =>
    texts.some((word) => text.includes(word)) || (date && dateInAnyForm(date).test(text));
  return words.filter(has).length;
}

/** Whether the second half of a character that takes two places stands there. */
const isHalf = (line, at) => /[\udc00-\udfff]/.test(line.charAt(at));

/**
 * Choose the line that holds most of the words, a sentence before a labelled fact, and cut it around the first of them.
 * @param {Line[]} lines The first stands for all where none holds a word.
 * @param {Term[]} words @param {Folding} folding
 * @returns {{text: string, marks: [number, number][], score: number}} `score`: how many words it holds.
 */
function snippet(lines, words, folding) {
  let [best, most] = [lines[0] || { label: "", text: "" }, 0];
  for (const one of lines) {
    const score = held(one.text, words, folding);
    // A sentence tells more than a fact of the catalogue that holds as many.
    if (score > most || (score && score === most && best.label && !one.label)) [best, most] = [one, score];
    if (score === words.length && !one.label) break;
  }
  const { label, text: line } = best;
  const marks = marksIn(line, words, folding);
  const first = marks.length ? marks[0][0] : 0;
  let start = line.length <= LONGEST ? 0 : Math.max(0, Math.min(first - AROUND, line.length - LONGEST));
  let end = Math.min(line.length, Math.max(start + LONGEST, marks.length ? marks[0][1] + AROUND : 0));
  if (isHalf(line, start)) start -= 1;
  if (isHalf(line, end)) end += 1;
  const head = `${label ? `${label}：` : ""}${start ? "…" : ""}`;
  const moved = marks
    .filter(([from, to]) => from >= start && to <= end)
    .map(([from, to]) => [from - start + head.length, to - start + head.length]);
  return { text: head + line.slice(start, end) + (end < line.length ? "…" : ""), marks: moved, score: most };
}
