// Rows copied from a spreadsheet: shown as what they come to, written when that is confirmed.
import {changes} from "./catalogue-rows.js";
import {clipboardRows} from "./paste.js";
import {ask, say} from "./requests.js";

const form = document.getElementById("additions");
const source = document.getElementById("rows");
const outcome = document.getElementById("outcome");
const write = form.querySelector("[data-write]");
let shown = null;

const quoted = text => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
source.addEventListener("paste", event => {
  const rows = clipboardRows(event.clipboardData, text => text.trim());
  if (!rows) return;
  event.preventDefault();
  source.setRangeText(`${rows.map(row => row.map(quoted).join("\t")).join("\n")}\n`, source.selectionStart, source.selectionEnd, "end");
  forget();
});
source.addEventListener("input", forget);
function forget() {
  shown = null;
  outcome.hidden = true;
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  forget();
  say(form, "正在读 …");
  const text = source.value;
  const answer = await ask("plan-additions", {text});
  if (answer.status !== 200) return say(form, answer.message, true);
  shown = {text, plan: answer.plan};
  show(answer);
  outcome.hidden = false;
  document.getElementById("outcome-title").focus();
});

function show({created, changed, rejected, unchanged, faults, notes}) {
  say(form, `新的 ${created.length} 份，改动 ${changed.length} 份，没有变化 ${unchanged} 份，不能写入 ${rejected.length} 行。`, faults.length > 0);
  const parts = [
    ...list("整张表的问题，改好再粘贴", faults.map(item)),
    ...list("不能写入的行", rejected.map(([row, title, why]) => item(`${row} ${title}：${why}。`))),
    ...list("新的文稿", created.map(each => item(`${each.row} ${each.title} → content/${each.path}`))),
    ...list("改动的文稿", changed.map(change)),
    ...list("说明", notes.map(text => item(`${text}。`))),
  ];
  outcome.querySelector(".sheet-outcome").replaceChildren(...parts);
  write.disabled = faults.length > 0 || !(created.length || changed.length);
}

function list(title, items) {
  if (!items.length) return [];
  const heading = document.createElement("h3");
  heading.textContent = `${title}（${items.length}）`;
  const all = document.createElement("ul");
  all.className = "sheet-plan";
  all.append(...items);
  return [heading, all];
}

function item(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

/** A change of a document that is there; one that is doubtful is written only when it is ticked. */
function change(each) {
  const line = changes(each);
  if (!each.reason) return line;
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = "confirmed";
  box.value = each.path;
  label.className = "sheet-check";
  label.append(box, ` ${each.reason}：照表里的改“${each.title}”`);
  line.append(label);
  return line;
}

write.addEventListener("click", async () => {
  if (!shown) return;
  const confirmed = [...outcome.querySelectorAll("[name=confirmed]:checked")].map(box => box.value);
  write.disabled = true;
  const answer = await ask("write-additions", {...shown, confirmed});
  if (answer.status !== 200) {
    write.disabled = false;
    return say(form, answer.message, true);
  }
  forget();
  source.value = "";
  say(form, `已写入 ${answer.written.length} 份。`);
  source.focus();
});
addEventListener("beforeunload", event => {
  if (source.value) event.preventDefault();
});
