// What checking finds, beside the lines and the fields: a marker, the words, a cure, an acceptance.
import {addRow} from "./fields.js";
import {ask, say} from "./requests.js";
import {lineTops} from "./line-tops.js";
import {replaceIn} from "./typing.js";

const form = document.getElementById("text");
const source = document.getElementById("source");
const gutter = document.querySelector(".text-gutter");
const panel = document.getElementById("findings");
const {path} = form.dataset;
const isWhole = "whole" in form.dataset;
const accepted = form.querySelector('[data-field="accepted"], [data-field="suppressions"]');
let firstLine = 1;
let findings = [];
let lines = [];

/** Show findings, of the text as it stands in the browser now. */
function show(answer) {
  firstLine = isWhole ? 1 : answer.first_line;
  lines = source ? source.value.split("\n") : [];
  findings = answer.findings.map(finding => {
    const all = [finding.line, ...finding.replacements.map(each => each.line)];
    const places = new Map(all.filter(isBodyLine).map(line => [line, line - firstLine]));
    return {...finding, places, state: ""};
  });
  if (isWhole) findings.forEach(finding => { finding.field = ""; });
  draw();
}

function isBodyLine(line) {
  return Boolean(source) && line > 0 && line >= firstLine;
}

function isInBody(finding) {
  return isBodyLine(finding.line);
}

function fieldOf(finding) {
  if (isInBody(finding) || !finding.field) return null;
  return document.getElementById(`about-${finding.field}`);
}

function draw() {
  for (const about of document.querySelectorAll(".field__about")) about.replaceChildren();
  const list = panel.querySelector("ol");
  list.replaceChildren();
  const open = findings.filter(finding => !finding.state).length;
  panel.querySelector("[data-count]").textContent = findings.length ? `还有 ${open} 处。` : "没有发现问题。";
  findings.forEach((finding, number) => {
    const about = fieldOf(finding);
    const item = entry(finding, number, about ? "div" : "li");
    (about ?? list).append(item);
    about?.closest("details")?.setAttribute("open", "");
  });
  drawMarkers();
}

function entry(finding, number, tag) {
  const item = element(tag, `editor-finding${finding.is_error ? " editor-finding--error" : ""}`);
  item.id = `finding-${number}`;
  item.tabIndex = -1;
  const words = element("p", "");
  words.append(element("strong", "", finding.severity), " ");
  if (isInBody(finding)) {
    const place = () => finding.places.get(finding.line);
    words.append(button(`第 ${place() + 1} 行`, "editor-line", () => goTo(place())), " ");
  }
  words.append(finding.message);
  item.append(words);
  if (finding.hint) item.append(hint(finding));
  if (finding.state) item.append(element("p", "editor-hint", finding.state));
  else item.append(...actions(finding, number));
  return item;
}

function hint(finding) {
  const words = element("p", "editor-hint", finding.hint);
  for (const {label, page} of finding.links) {
    const link = element("a", "", `去填“${label}”`);
    link.href = page;
    words.append(" ", link);
  }
  return words;
}

function actions(finding, number) {
  const all = [];
  const count = finding.replacements.length;
  if (count) {
    all.push(button(count > 1 ? `改正这 ${count} 处` : "改正", "text-action", () => cure(finding, number), finding.message));
  }
  if (accepted && finding.acceptable) {
    all.push(button("接受…", "text-action", event => askReason(event.target, finding, number), finding.message));
  }
  return all;
}

/** Put what is right in the place of what is wrong; the text is not saved yet. */
function cure(finding, number) {
  const cures = finding.replacements.map(each => (isBodyLine(each.line) ? inBody(finding, each) : inField(each)));
  if (cures.includes(null)) return say(form, "这一处已经改过，或者不能自动改，请照提示改。", true);
  for (const {control, start, old, right} of cures.sort((a, b) => b.start - a.start)) {
    replaceIn(control, start, start + old.length, right);
  }
  finding.replacements.forEach(shiftOthers);
  settle(finding, number, "已经改正，保存以后重新检查。");
}

/** What stands behind a cure on its line has moved. */
function shiftOthers(done) {
  const by = [...done.new].length - [...done.old].length;
  for (const each of findings.flatMap(finding => finding.replacements)) {
    if (each.line !== done.line || each.column <= done.column) continue;
    each.column += by;
    each.offset += by;
  }
}

/** Where a cure belongs in the body; null where something else stands there by now. */
function inBody(finding, {line, column, old, new: right}) {
  const place = finding.places.get(line);
  const start = lineStart(place) + [...(lines[place] ?? "")].slice(0, column).join("").length;
  return source.value.startsWith(old, start) ? {control: source, start, old, right} : null;
}

/** Where a cure belongs in a field: at its own place, or where there is but one. */
function inField({field, offset, old, new: right}) {
  const controls = [...form.querySelectorAll(`[data-field="${CSS.escape(field)}"] [data-part]`)];
  if (controls.length === 1 && controls[0].value.startsWith(old, offset)) {
    return {control: controls[0], start: offset, old, right};
  }
  const holding = controls.filter(control => control.value.split(old).length === 2);
  if (holding.length !== 1) return null;
  return {control: holding[0], start: holding[0].value.indexOf(old), old, right};
}

function askReason(opener, finding, number) {
  const box = element("div", "text-reason");
  const label = element("label", "", "为什么可以保留 ");
  const reason = element("input", "");
  reason.type = "text";
  reason.autocomplete = "off";
  label.append(reason);
  const accept = () => {
    if (!reason.value.trim()) return reason.focus();
    addRow(accepted, {code: finding.id, reason: reason.value});
    accepted.closest("details")?.setAttribute("open", "");
    accepted.dispatchEvent(new Event("input", {bubbles: true}));
    settle(finding, number, "已经写进“接受”，保存以后生效。");
  };
  reason.addEventListener("keydown", event => {
    if (event.key === "Enter") {
      event.preventDefault();
      accept();
    } else if (event.key === "Escape") {
      box.replaceWith(opener);
      opener.focus();
    }
  });
  box.append(label, button("接受", "text-action", accept), button("取消", "text-action", () => {
    box.replaceWith(opener);
    opener.focus();
  }));
  opener.replaceWith(box);
  reason.focus();
}

function settle(finding, number, words) {
  finding.state = words;
  draw();
  document.getElementById(`finding-${number}`)?.focus();
}

function drawMarkers() {
  if (!gutter) return;
  gutter.replaceChildren();
  const marked = new Map();
  findings.forEach((finding, number) => {
    for (const place of finding.state ? [] : new Set(finding.places.values())) {
      marked.set(place, [...(marked.get(place) ?? []), number]);
    }
  });
  const tops = lineTops(source, [...marked.keys()]);
  for (const [place, numbers] of marked) {
    const first = findings[numbers[0]];
    const words = `第 ${place + 1} 行有 ${numbers.length} 处问题：${first.message}`;
    const marker = button(first.is_error ? "错" : "问", `text-marker${first.is_error ? " text-marker--error" : ""}`, () => {
      document.getElementById(`finding-${numbers[0]}`).focus();
    });
    marker.setAttribute("aria-label", words);
    marker.title = words;
    marker.style.insetBlockStart = `${tops.get(place) - source.scrollTop}px`;
    gutter.append(marker);
  }
}

/** Lines above a change stay, those below move with it, those within are no longer known. */
function follow() {
  const now = source.value.split("\n");
  const same = (a, b) => lines.at(a) === now.at(b);
  const most = Math.min(lines.length, now.length);
  let start = 0;
  while (start < most && same(start, start)) start += 1;
  let end = 0;
  while (end < most - start && same(-1 - end, -1 - end)) end += 1;
  for (const finding of findings) {
    for (const [line, place] of finding.places) {
      if (place >= start && place >= lines.length - end) finding.places.set(line, place + now.length - lines.length);
    }
  }
  lines = now;
}

function lineStart(place) {
  return lines.slice(0, place).reduce((sum, line) => sum + line.length + 1, 0);
}

function goTo(place) {
  source.focus();
  source.setSelectionRange(lineStart(place), lineStart(place));
  source.scrollTop = lineTops(source, [place]).get(place) - source.clientHeight / 3;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function button(text, className, pressed, about = "") {
  const made = element("button", className, text);
  made.type = "button";
  if (about) made.setAttribute("aria-label", `${text}：${about}`);
  made.addEventListener("click", pressed);
  return made;
}

/** Ask until the program has read what was saved. */
async function refresh(left = 40) {
  await new Promise(done => setTimeout(done, 400));
  const answer = await ask("text-findings", {path});
  if (answer.status !== 200) return;
  // A reason that is being typed is not wiped away.
  const isTyping = form.querySelector(".text-reason");
  if ((isTyping || !answer.fresh) && left) return void refresh(left - 1);
  if (!isTyping) show(answer);
}

source?.addEventListener("input", () => {
  follow();
  drawMarkers();
});
source?.addEventListener("scroll", drawMarkers);
if (source) new ResizeObserver(drawMarkers).observe(source);
form.addEventListener("text-saved", () => {
  refresh();
  const frame = document.querySelector(".editor-preview");
  if (frame) setTimeout(() => frame.contentWindow.location.reload(), 600);
});
const first = JSON.parse(form.dataset.findings);
show(first);
const asked = Number(new URLSearchParams(location.search).get("line"));
const meant = asked ? findings.findIndex(finding => finding.line === asked) : -1;
if (meant >= 0 && fieldOf(findings[meant])) document.getElementById(`finding-${meant}`).focus();
if (!first.fresh) refresh();
