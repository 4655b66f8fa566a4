// Where the lines of a text field begin, though they are broken to its width.
const COPIED = ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "paddingInlineStart", "paddingInlineEnd", "paddingBlockStart", "tabSize"];

/** Return by line, counted from 0, how far below the field's upper edge it begins. */
export function lineTops(field, places) {
  const mirror = document.createElement("div");
  const style = getComputedStyle(field);
  for (const name of COPIED) mirror.style[name] = style[name];
  Object.assign(mirror.style, {position: "absolute", visibility: "hidden", insetBlockStart: "0", boxSizing: "border-box", inlineSize: `${field.clientWidth}px`, whiteSpace: "pre-wrap", overflowWrap: "break-word"});
  const lines = field.value.split("\n");
  const marks = new Map();
  let done = 0;
  for (const place of [...places].sort((a, b) => a - b)) {
    mirror.append(lines.slice(done, place).map(line => `${line}\n`).join(""));
    const mark = document.createElement("span");
    mark.textContent = "\u200b";
    marks.set(place, mark);
    mirror.append(mark);
    done = place;
  }
  document.body.append(mirror);
  const tops = new Map([...marks].map(([place, mark]) => [place, mark.offsetTop]));
  mirror.remove();
  return tops;
}
