// The toolbar over a text's body: headings and lists here, the rest in modules of its own.
import {say} from "./requests.js";
import {chooseFiles} from "./body-files.js";
import {openLink} from "./body-link.js";
import {rove} from "./body-roving.js";
import {openTable} from "./body-table.js";
import {replaceLines, selectedLines, source} from "./body-text.js";

const form = document.getElementById("text");
const toolbar = document.querySelector(".body-toolbar");
const BULLET = /^([ \t]*)- /;
const NUMBER = /^([ \t]*)\d{1,3}\. /;
const HEADING = /^(#{1,6})[ \t]+/;
const LEVELS = ["", "一", "二", "三", "四", "五", "六"];
const DEEPEST = 4;

const commands = {
  heading,
  bullets: () => list(BULLET, (indent, text) => `${indent}- ${text}`, "列表"),
  numbers: () => list(NUMBER, (indent, text, number) => `${indent}${number}. ${text}`, "编号"),
  table: openTable,
  link: openLink,
  attachment: () => chooseFiles(""),
  picture: () => chooseFiles("image/png,image/jpeg,image/gif,image/webp"),
};

// In a report the second level belongs to the parts of the form.
function firstLevel(before) {
  if (form.dataset.path.endsWith("/report.md")) return 3;
  const above = before.split("\n").reverse().map(line => HEADING.exec(line)).find(Boolean);
  return above ? Math.min(Math.max(above[1].length, 2), DEEPEST) : 2;
}

function heading() {
  const range = selectedLines();
  const [line] = range.lines;
  const match = HEADING.exec(line);
  const first = firstLevel(source.value.slice(0, range.start));
  const level = !match ? first : match[1].length < DEEPEST ? match[1].length + 1 : 0;
  const words = line.replace(HEADING, "").trim();
  if (!words && !match) return say(form, "请先写上小标题的文字。", true);
  replaceLines(range, [level ? `${"#".repeat(level)} ${words}` : words, ...range.lines.slice(1)]);
  say(form, level ? `${LEVELS[level]}级标题。` : "普通的一段。");
}

function list(mark, write, name) {
  const range = selectedLines();
  const filled = range.lines.filter(line => line.trim());
  if (!filled.length) return say(form, "请先写上列表的文字，选中几行再按。", true);
  const isListed = filled.every(line => mark.test(line));
  let number = 0;
  const lines = range.lines.map(line => {
    if (!line.trim()) return line;
    number += 1;
    const [, indent, text] = /^([ \t]*)(.*)$/.exec(line.replace(BULLET, "$1").replace(NUMBER, "$1"));
    return isListed ? indent + text : write(indent, text, number);
  });
  const isApart = (line, edge) => !line?.trim() || !edge.trim() || BULLET.test(line) || NUMBER.test(line);
  const before = source.value.slice(0, range.start).split("\n").at(-2);
  const after = source.value.slice(range.end).split("\n")[1];
  if (!isListed && !isApart(before, lines[0])) lines.unshift("");
  if (!isListed && !isApart(after, lines.at(-1))) lines.push("");
  replaceLines(range, lines);
  say(form, isListed ? `取消了${name}。` : `${name}，${number} 项。`);
}

rove(toolbar);
toolbar.addEventListener("click", event => {
  const button = event.target.closest("[data-command]");
  if (button) commands[button.dataset.command]();
});
source.addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const kind = event.altKey ? "Alt" : event.shiftKey ? "Shift" : "";
  const command = {AltDigit2: "heading", ShiftDigit8: "bullets", ShiftDigit7: "numbers", AltKeyT: "table", KeyK: "link", AltKeyF: "attachment", AltKeyP: "picture"}[kind + event.code];
  if (!command) return;
  event.preventDefault();
  commands[command]();
});
