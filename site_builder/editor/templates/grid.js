// Moving between the fields of the tables as in a spreadsheet, and undoing what was typed.
import {replaceIn} from "./typing.js";

const WIDE = /[\uFF01-\uFF5E\u3000\u2212]/g;

/** Digits and signs as half-width characters, without blanks around them. */
export function plain(text) {
  const half = text.replace(WIDE, sign =>
    sign === "\u3000" ? " " : sign === "\u2212" ? "-" : String.fromCharCode(sign.charCodeAt(0) - 0xFEE0));
  return half.trim();
}

/** Fields of a form by rows, each table section on its own. */
export function rowsOf(form) {
  return [...form.querySelectorAll(".editor-grid tbody")].map(body =>
    [...body.rows].map(row => [...row.querySelectorAll(".editor-input")]));
}

/** Undo and redo, of single cells and of whole pastes. */
export class History {
  #past = [];
  #future = [];
  constructor(onChange) {
    this.onChange = onChange;
  }
  /** Type values into fields, as one step: [[field, value], …]; `goesOn` with the last, key by key. */
  type(pairs, goesOn = false) {
    const step = pairs.filter(([field, value]) => field.dataset.typed !== value)
      .map(([field, value]) => [field, field.dataset.typed ?? "", value]);
    if (!step.length) return;
    const last = this.#past.at(-1);
    if (goesOn && last?.length === 1 && last[0][0] === step[0][0]) last[0][2] = step[0][2];
    else this.#past.push(step);
    this.#future = [];
    this.#apply(step, 2);
  }
  undo() {
    this.#move(this.#past, this.#future, 1);
  }
  redo() {
    this.#move(this.#future, this.#past, 2);
  }
  get canUndo() {
    return this.#past.length > 0;
  }
  get canRedo() {
    return this.#future.length > 0;
  }
  #move(from, to, side) {
    const step = from.pop();
    if (!step) return;
    to.push(step);
    this.#apply(step, side);
    step[0][0].focus();
  }
  #apply(step, side) {
    for (const entry of step) {
      entry[0].value = entry[side];
      entry[0].dataset.typed = entry[side];
    }
    this.onChange();
  }
}

/** Arrows, Enter, Tab: the next field; inside a text the arrows move its caret first, and Alt+Enter breaks the line. */
export function moveByKeys(form) {
  form.addEventListener("keydown", event => {
    const field = event.target;
    // Enter and arrows that choose a word of an input method are no moves.
    if (event.isComposing || !field.matches?.(".editor-input") || event.ctrlKey || event.metaKey) return;
    if (event.altKey && event.key === "Enter" && field.matches("textarea")) {
      event.preventDefault();
      replaceIn(field, field.selectionStart, field.selectionEnd, "\n");
    }
    if (event.altKey) return;
    const isList = field.matches("select");
    const atStart = isList || field.selectionStart === 0;
    const atEnd = isList || field.selectionEnd === field.value.length;
    const isFirstLine = isList || !field.value.slice(0, field.selectionStart).includes("\n");
    const isLastLine = isList || !field.value.slice(field.selectionEnd).includes("\n");
    const steps = {
      ArrowUp: isFirstLine ? [-1, 0] : null, ArrowDown: isLastLine ? [1, 0] : null, Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: atStart ? [0, -1] : null, ArrowRight: atEnd ? [0, 1] : null,
    };
    const step = steps[event.key];
    const target = event.key === "Tab" ? following(form, field, event.shiftKey ? -1 : 1) : step && neighbour(form, field, step);
    // Behind the last field and before the first, Tab leaves the tables.
    if (step || target) event.preventDefault();
    target?.focus();
    target?.select?.();
  });
}

function following(form, field, step) {
  const fields = [...form.querySelectorAll(".editor-input")];
  return fields[fields.indexOf(field) + step];
}

function neighbour(form, field, [down, right]) {
  const sections = rowsOf(form);
  const section = sections.findIndex(rows => rows.some(row => row.includes(field)));
  const rows = sections[section];
  const line = rows.findIndex(row => row.includes(field));
  const column = rows[line].indexOf(field);
  const across = rows[line][column + right];
  if (right) return across;
  const beside = rows[line + down] ?? (down > 0 ? sections[section + 1]?.[0] : sections[section - 1]?.at(-1));
  return beside?.[Math.min(column, beside.length - 1)];
}
