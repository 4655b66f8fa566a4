// What a script types into a field, the way that the browser can undo.

/** Replace a part of what stands in a field, and leave the caret behind it. */
export function replaceIn(field, start, end, text) {
  field.focus();
  if (field.value.slice(start, end) === text) return;
  field.setSelectionRange(start, end);
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (done) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", {bubbles: true}));
}
