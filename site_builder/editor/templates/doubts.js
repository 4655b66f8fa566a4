// Cells that an import left to a person: one after the other, each with its place in the original.
import {plain} from "./grid.js";

export const UNCONFIRMED = "待核";

/** Walk the unconfirmed cells; `type` types values into fields. Returns what to call after each change. */
export function walkDoubts(form, type) {
  const panel = form.querySelector(".doubts");
  const [count, advice, place, note, offers, next] = [".doubts__count", ".doubts__advice", ".doubts__cell", ".doubts__note", ".doubts__offers", "[data-next-doubt]"]
    .map(name => panel.querySelector(name));
  const fields = [...form.querySelectorAll(".editor-input")];
  const isDoubtful = field => plain(field.value) === UNCONFIRMED;
  let current = null;

  function show(field) {
    current = field;
    place.textContent = field ? field.getAttribute("aria-label") : "";
    note.textContent = field ? noteOf(field) : "";
    offers.replaceChildren(...(field ? candidates(field) : []).map(offer));
  }

  function offer(value) {
    const button = document.createElement("button");
    Object.assign(button, {type: "button", className: "editor-button editor-button--plain", textContent: `填 ${value}`});
    button.addEventListener("click", () => {
      type([[current, value]]);
      walk();
    });
    return button;
  }

  /** To the first unconfirmed cell behind the caret, or behind the last one shown. */
  function walk() {
    const from = fields.indexOf(fields.includes(document.activeElement) ? document.activeElement : current);
    const doubtful = [...fields.slice(from + 1), ...fields.slice(0, from + 1)].filter(isDoubtful);
    if (!doubtful.length) return (panel.hidden ? form.querySelector("button[type=submit]") : next).focus();
    doubtful[0].focus();
    doubtful[0].select();
    doubtful[0].scrollIntoView({block: "center", inline: "nearest"});
  }

  next.addEventListener("click", walk);
  form.addEventListener("focusin", event => {
    if (fields.includes(event.target) && isDoubtful(event.target)) show(event.target);
  });
  addEventListener("keydown", event => {
    if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    walk();
  });
  return (isUnsaved, stillOpen) => {
    const left = fields.filter(isDoubtful).length;
    const done = `都核对了，${isUnsaved ? "请" : "已经"}保存。${stillOpen.length ? `${stillOpen.join("，")}。` : ""}`;
    const words = left ? `还有 ${left} 格待核。` : done;
    advice.hidden = !left;
    if (left) panel.hidden = false;
    next.disabled = !left;
    if (count.textContent !== words) count.textContent = words;
    if (current && !isDoubtful(current)) show(null);
  };
}

const noteOf = field => document.getElementById(field.getAttribute("aria-describedby"))?.textContent ?? "";

const candidates = field => (field.dataset.candidates ?? "").split("|").filter(Boolean);
