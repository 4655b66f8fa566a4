// The body as lines and selections; every change goes the way that the browser can undo.
import {replaceIn} from "./typing.js";

export const source = document.getElementById("source");

/** Replace a part of the text, and leave the caret behind it. */
export function replaceRange(start, end, text) {
  replaceIn(source, start, end, text);
}

/** The whole lines that the selection touches. */
export function selectedLines() {
  const {value, selectionStart, selectionEnd} = source;
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", last);
  const end = next < 0 ? value.length : next;
  return {start, end, lines: value.slice(start, end).split("\n")};
}

/** Replace whole lines and select them, so that the next press goes on with them. */
export function replaceLines({start, end}, lines) {
  const text = lines.join("\n");
  replaceRange(start, end, text);
  source.setSelectionRange(start, start + text.length);
}

/** Where lines stand in the text: from one on, up to another. */
export function lineRange(first, end) {
  const lines = source.value.split("\n");
  const start = lines.slice(0, first).join("\n").length + (first > 0 ? 1 : 0);
  return {start, end: start + lines.slice(first, end).join("\n").length};
}

/** The line of the caret, from 0. */
export function caretLine() {
  return source.value.slice(0, source.selectionStart).split("\n").length - 1;
}

// Where nobody has put the caret, or it is in the description of the document, what comes goes to the end.
let hasCaret = false;
source.addEventListener("focus", () => { hasCaret = true; });

function settleCaret() {
  const head = /^---\n[^]*?\n---(?:\n|$)/.exec(source.value)?.[0].length ?? 0;
  if (hasCaret && source.selectionStart >= head) return;
  const end = source.value.trimEnd().length;
  source.setSelectionRange(end, end);
}

let selection = null;

/** Open a dialog; whoever closes it, the caret is where it was. */
export function showDialog(dialog) {
  selection = [source.selectionStart, source.selectionEnd];
  dialog.showModal();
  dialog.addEventListener("close", restoreSelection, {once: true});
}

/** Close a dialog; what follows finds the caret where it was. */
export function hideDialog(dialog) {
  dialog.close();
  restoreSelection();
}

// A browser gives the focus back, and with it a caret at the start of the text.
function restoreSelection() {
  if (!selection) return;
  const before = hasCaret;
  source.focus();
  source.setSelectionRange(...selection);
  hasCaret = before;
  selection = null;
}

/** Put a block behind the one the caret is in, with empty lines around it. */
export function insertBlock(text) {
  settleCaret();
  const {value} = source;
  const caret = source.selectionEnd;
  const rest = value.slice(caret).search(/\n[ \t]*(?:\n|$)/);
  const isEmptyLine = !selectedLines().lines.join("").trim();
  const at = isEmptyLine ? caret : rest < 0 ? value.length : caret + rest;
  const before = value.slice(0, at);
  const after = value.slice(at);
  const opening = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const closing = after.startsWith("\n\n") || (!after.trim() && after.startsWith("\n")) ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  replaceRange(at, at, opening + text + (after.trim() || !after ? closing : ""));
}

/** Put words where the caret is, over what is selected. */
export function insertInline(text) {
  settleCaret();
  replaceRange(source.selectionStart, source.selectionEnd, text);
}
