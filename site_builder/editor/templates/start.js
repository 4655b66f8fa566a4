// Forms that do one thing: make a new source, or bring back an old version.
import {ask, base64, say} from "./requests.js";

document.querySelector("form[data-import]")?.addEventListener("submit", async event => {
  event.preventDefault();
  const form = event.target;
  const file = form.elements.file.files[0];
  say(form, "正在读取，大的文件、扫描件要等一会儿 …");
  const answer = await ask("import", {
    name: file.name,
    data: await base64(file),
    year: form.elements.year.value,
    replace: form.elements.replace.checked,
  });
  const list = form.querySelector(".editor-imported");
  list.replaceChildren();
  if (answer.status !== 200) return say(form, answer.message, true);
  for (const problem of answer.problems) list.append(line(problem));
  for (const report of answer.reports.filter(candidate => candidate.written)) {
    const doubts = report.doubtful ? `，有 ${report.doubtful} 格要对照原件核对` : "";
    const item = line(`已导入 ${report.year} 年度报告${doubts}。`);
    const link = document.createElement("a");
    link.href = `/_edit/figures/${report.year}`;
    link.textContent = `核对 ${report.year} 年统计数据`;
    item.append(" ", link);
    list.append(item);
  }
  for (const note of [...answer.reports.flatMap(report => report.notes), ...answer.left_over]) list.append(noteLine(note));
  for (const sheet of answer.catalogues) {
    const outcome = sheet.written ? "公开目录已导入" : "公开目录没有导入";
    list.append(line(`${outcome}：新的 ${sheet.created} 份，改动 ${sheet.changed} 份，没有变的 ${sheet.unchanged} 份。`));
  }
  if (answer.may_be_document) list.append(asDocument(file));
  const done = answer.reports.length ? "导入完成，请对照原件核对下面各处。" : "导入完成。";
  say(form, answer.problems.length ? "有没有导入的，见下面。" : done, answer.problems.length > 0);
});

/** A file that is no report may be a document: its own form takes it. */
function asDocument(file) {
  const item = line("");
  const button = Object.assign(document.createElement("button"), {type: "button", className: "editor-button", textContent: "当作公开文件导入"});
  button.addEventListener("click", () => {
    const form = document.querySelector("form[data-document]");
    const files = new DataTransfer();
    files.items.add(file);
    form.elements.file.files = files.files;
    form.elements.file.dispatchEvent(new Event("change"));
    form.requestSubmit();
    form.scrollIntoView();
  });
  item.append(button);
  return item;
}

const documentForm = document.querySelector("form[data-document]");
documentForm?.elements.file.addEventListener("change", ({target}) => {
  const isImport = target.files.length > 0;
  documentForm.elements.title.disabled = isImport;
  documentForm.elements.name.required = !isImport;
  documentForm.querySelector("button").textContent = isImport ? "导入公开文件" : "新建公开文件";
});
documentForm?.addEventListener("submit", async event => {
  event.preventDefault();
  const {file, title, year, name} = documentForm.elements;
  const list = documentForm.querySelector(".editor-imported");
  list.replaceChildren();
  if (!file.files.length) {
    const answer = await ask("new-document", {title: title.value, year: year.value, name: name.value});
    if (answer.status !== 200) return say(documentForm, answer.message, true);
    location.href = `/_edit/${answer.page}`;
    return undefined;
  }
  say(documentForm, "正在读取，大的文件、扫描件要等一会儿 …");
  const [chosen] = file.files;
  const answer = await ask("import-document", {
    name: chosen.name,
    data: await base64(chosen),
    year: year.value,
    file_name: name.value,
  });
  if (answer.status !== 200) return say(documentForm, answer.message, true);
  const link = Object.assign(document.createElement("a"), {href: `/_edit/${answer.page}`, textContent: "打开，核对、补全"});
  const first = line(`已写好 ${answer.path}。`);
  first.append(" ", link);
  list.append(first, ...answer.notes.map(line));
  say(documentForm, "导入完成，请照下面的说明核对。");
  link.focus();
  return undefined;
});

/** A fact about what was imported, with what it is about line by line. */
function noteLine({text, details}) {
  const item = line(text);
  if (details.length) {
    const list = document.createElement("ul");
    list.append(...details.map(line));
    item.append(list);
  }
  return item;
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

for (const form of document.querySelectorAll("form[data-action]")) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const answer = await ask(form.dataset.action, Object.fromEntries(new FormData(form)));
    if (answer.status !== 200) say(form, answer.message, true);
    else if (answer.page !== undefined) location.href = `/_edit/${answer.page}`;
    else location.reload();
  });
}
