// What is said of the rows of the catalogue's sheet: problems, conflicts, the list of what is saved.

/** Let a choice hold a text that is none of its options. */
export function offer(field, text) {
  if (!field.matches("select") || [...field.options].some(option => option.value === text || option.text === text || option.text.startsWith(`${text}. `))) return;
  field.add(new Option(text, text));
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/** Show what is wrong with a row, at its cells and beside its name. */
export function showRow(row, judged, current) {
  const state = JSON.stringify([judged?.problems, judged?.reasons, judged?.conflict, current]);
  if ((row.dataset.state ?? "[null,null,null,null]") === state) return;
  row.dataset.state = state;
  for (const field of row.querySelectorAll(".editor-input")) showProblem(field, judged?.problems[field.dataset.field], row.rowIndex);
  const place = row.querySelector(".sheet-row__state");
  place.querySelectorAll("[data-judged]").forEach(item => item.remove());
  const said = [...(judged?.reasons ?? [])].map(text => element("p", `${text}。`, "sheet-problem"));
  if (judged?.conflict) said.push(...conflict(row, current));
  for (const item of said) item.dataset.judged = "";
  place.append(...said);
}

function showProblem(field, text, number) {
  const id = `problem-${number}-${field.dataset.field}`;
  document.getElementById(id)?.remove();
  if (text) {
    const problem = element("p", `${text}。`, "sheet-problem");
    problem.id = id;
    field.after(problem);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

function conflict(row, current) {
  const said = [element("p", current ? "这份文稿在编辑的时候被别的程序改过，没有保存，也没有盖掉它。" : "没有可以保存的文稿。", "sheet-problem")];
  const buttons = element("p", "");
  if (current) {
    const list = element("ul", "", "sheet-now");
    for (const cell of row.querySelectorAll(".editor-cell--changed .editor-input")) {
      list.append(element("li", `${cell.getAttribute("aria-label").split("，")[0]}现在是“${current.texts[cell.dataset.field] ?? ""}”`));
    }
    said.push(list);
    buttons.append(button("在现在的内容上改", "rebase"), " ");
  }
  buttons.append(button("不改这一份", "drop"));
  return [...said, buttons];
}

function button(text, action) {
  const made = element("button", text, "editor-button editor-button--plain");
  made.type = "button";
  made.dataset[action] = "";
  return made;
}

/** List what is going to be saved, and what is not. */
export function showPlan(dialog, ready, waiting, note) {
  const cells = ready.reduce((sum, row) => sum + row.changes.length, 0);
  const words = [`将改动 ${ready.length} 份文件的 ${cells} 处。`];
  if (waiting.length) words.push(`另有 ${waiting.length} 份有问题，这次不保存，改动还留在格子里。`);
  if (note) words.push(`${note}。`);
  dialog.querySelector(".editor-dialog__text").textContent = words.join("");
  dialog.querySelector(".sheet-plan").replaceChildren(...ready.map(changes), ...waiting.map(([name, row]) => {
    const reasons = [...row.reasons, ...Object.values(row.problems), ...(row.conflict ? ["被别的程序改过"] : [])];
    return element("li", `不保存 ${name}：${reasons.join("；")}`, "sheet-problem");
  }));
}

/** An item of a list: a document and what becomes of its values. */
export function changes({title, changes: pairs}) {
  const item = element("li", title);
  const list = element("ul", "");
  for (const [label, before, after] of pairs) {
    const line = element("li", `${label}：`);
    if (before) line.append(element("del", before), " ");
    line.append(after ? element("ins", after) : "（删去）");
    list.append(line);
  }
  item.append(list);
  return item;
}
