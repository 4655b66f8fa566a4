// Pasted into the statutory tables: by the words beside the numbers, or from the caret on.
import {ask, say} from "./requests.js";
import {confirmed, clipboardRows, numbersOf, placeBlock, tsvRows} from "./paste.js";

const WORDS = /[\u4E00-\u9FFF]{2}/;
const AMOUNT = /^[+-]?\d[\d,.]*(?:亿元|万元|元)?$/;

/** Let a form take what is pasted; `type` types values into fields, as one step: [[field, value], …]. */
export function takePastes(form, year, type) {
  form.addEventListener("paste", async event => {
    const field = event.target;
    const pasted = field.matches?.(".editor-input") && clipboard(event.clipboardData);
    if (!pasted) return;
    event.preventDefault();
    say(form, pasted.isLabelled ? "正在看粘贴的是哪些格 …" : "");
    const {pairs, fits, words} = (await byLabels(form, field, year, pasted)) ?? byPlace(form, field, pasted);
    if (fits || (await showPairs(words, pairs))) {
      type(pairs);
      say(form, `已经填入 ${pairs.length} 格，不对的按“撤销”。`);
    } else say(form, "没有粘贴。");
  });
}

/** The clipboard as rows of texts; null for a single value, which the field takes by itself. */
function clipboard(data) {
  const html = data.getData("text/html");
  const tables = html.match(/<table/gi)?.length ?? 0;
  const isHtml = tables > 0;
  // The first of several tables may be nothing but the frame of a page.
  const merged = [];
  const rows = clipboardRows(data, undefined, merged) ?? (tables > 1 ? tsvRows(data.getData("text/plain")) : null);
  if (!rows) return null;
  const isLabelled = tables > 1 || rows.flat().some(words => WORDS.test(words) && !AMOUNT.test(words));
  return {rows, isLabelled, isMerged: merged.length > 0, kind: isHtml ? "html" : "text", text: isHtml ? html : data.getData("text/plain")};
}

/** What stands beside and above the numbers says where they belong; null where it does not. */
async function byLabels(form, field, year, {rows, isLabelled, kind, text}) {
  if (!isLabelled) return null;
  const answer = await ask("recognize-pasted", {year, kind, text});
  if (answer.status !== 200) return null;
  const fields = new Map([...form.querySelectorAll(".editor-input")].map(candidate => [candidate.name, candidate]));
  const pairs = Object.entries(answer.cells).map(([name, value]) => [fields.get(name), value]).filter(([target]) => target);
  const numbers = rows.flat().filter(words => AMOUNT.test(words)).length;
  if (!pairs.length || pairs.length < numbers / 2) return null;
  const tables = [...new Set(pairs.map(([target]) => tableOf(target)))];
  const isHere = tables.includes(tableOf(field));
  const titles = tables.map(id => `“${answer.tables[id]}”`).join("、");
  const doubts = Object.values(answer.doubts);
  const words = [
    `认出 ${pairs.length} 格，是${titles}里的。`,
    isHere ? "" : `光标在“${answer.tables[tableOf(field)]}”，不是这张表：会填到它们自己的表里。`,
    doubts.length ? `其中 ${doubts.length} 格拿不准（${[...new Set(doubts)].join("；")}），填入以后请核对。` : "",
    pairs.length < numbers ? `粘贴的有 ${numbers} 个数，没有认出的不填。` : "",
  ];
  return {pairs, fits: isHere && !doubts.length && pairs.length >= numbers, words: words.join("")};
}

/** By its place alone: from the field to the right and down, or the whole table. */
function byPlace(form, field, {rows, isLabelled, isMerged}) {
  const block = isLabelled ? numbersOf(rows) : rows;
  const {pairs, fits, size} = placeBlock(form, field, block);
  const words = [
    isLabelled ? "没有认出粘贴的是这张表的哪几行，可能是别的表。" : "",
    `粘贴的是 ${block.length} 行，最多 ${block.reduce((most, row) => Math.max(most, row.length), 0)} 列；其中 ${pairs.length} 格有地方放，从光标所在的格子往右往下。`,
    size ? `这张表有 ${size[0]} 行 ${size[1]} 列，粘贴的可能缺了几行几列：请看每个数落在哪一格。` : "",
    isMerged ? "里面有合并的格子，数放在它的第一格。" : "",
  ];
  return {pairs, fits: fits && !isLabelled && !isMerged && !size, words: words.join("")};
}

const tableOf = field => field.name.split("|")[0];

/** Show what goes where, and ask. */
function showPairs(words, pairs) {
  const dialog = document.getElementById("cell-paste");
  const lines = pairs.map(([field, value]) => {
    const line = document.createElement("tr");
    const label = document.createElement("th");
    label.scope = "row";
    label.textContent = field.getAttribute("aria-label");
    const cell = document.createElement("td");
    cell.textContent = value || "（空）";
    line.append(label, cell);
    return line;
  });
  dialog.querySelector(".editor-dialog__text").textContent = words;
  dialog.querySelector("tbody").replaceChildren(...lines);
  return confirmed(dialog, "fill");
}
