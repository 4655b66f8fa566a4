// Files put into a text: chosen, dropped or pasted; pictures are asked what they show.
import {ask, base64, say} from "./requests.js";
import {hideDialog, insertBlock, insertInline, showDialog, source} from "./body-text.js";

const text = document.getElementById("text");
const {path} = text.dataset;
const chooser = document.querySelector(".body-chooser");
const limit = Number(chooser.dataset.limit);
const notes = document.querySelector(".body-notes");
const dialog = document.getElementById("body-picture");
const form = dialog.querySelector("form");
const SHOWN = /^image\/(?:png|jpeg|gif|webp)$/;
let queue = Promise.resolve();

/** Let files be chosen; `accept` narrows what is offered. */
export function chooseFiles(accept) {
  chooser.accept = accept;
  chooser.value = "";
  chooser.click();
}

/** Put files into the text, one after another. */
function addFiles(files) {
  queue = queue.then(() => addAll([...files]));
  return queue;
}

async function addAll(files) {
  const links = [];
  notes.replaceChildren();
  notes.setAttribute("aria-busy", "true");
  for (const [number, file] of files.entries()) {
    say(text, `正在放进“${file.name}”（${number + 1}／${files.length}）…`);
    const answer = await addFile(file);
    if (answer?.picture) insertBlock(answer.markdown);
    else if (answer) links.push(answer.markdown);
  }
  if (links.length === 1) insertInline(links[0]);
  else if (links.length) insertBlock(links.map(link => `- ${link}`).join("\n"));
  const failed = notes.querySelectorAll(".body-note--error").length;
  say(text, failed ? `有 ${failed} 个文件没有放进来，见下面。` : "", failed > 0);
  notes.setAttribute("aria-busy", "false");
  source.focus();
}

async function addFile(file) {
  if (file.size > limit) {
    note(`“${file.name}”有 ${Math.ceil(file.size / 1e6)} MB，超过 ${limit / 1e6} MB，没有放进来。请压缩图片或拆成几个文件。`, true);
    return null;
  }
  let description = "";
  if (SHOWN.test(file.type)) {
    description = await askDescription(file);
    if (description === null) return null;
  }
  let data = "";
  try {
    data = await base64(file);
  } catch {
    note(`“${file.name}”打不开，没有放进来：可能是文件夹，或者正被别的程序占用。`, true);
    return null;
  }
  const answer = await ask("add-attachment", {path, name: file.name, data, description});
  if (answer.status !== 200) {
    note(answer.message, true);
    return null;
  }
  const done = answer.reused ? "原来就有同样的文件，用的是" : "已放进";
  note([`“${file.name}”${done} ${answer.path}。`, ...answer.notes].join(""));
  return answer;
}

/** Ask what a picture shows; empty: put it in as a file; null: leave it out. */
function askDescription(file) {
  dialog.querySelector(".body-picture__name").textContent = file.name;
  form.elements.words.value = "";
  say(form, "");
  draw(file);
  showDialog(dialog);
  form.elements.words.focus();
  return new Promise(done => {
    let answer = null;
    const finish = value => {
      answer = value;
      hideDialog(dialog);
    };
    form.onsubmit = async event => {
      event.preventDefault();
      const words = form.elements.words.value.trim();
      if (!words) return say(form, "请写明图上是什么。", true);
      const judged = await ask("check-description", {path, words});
      if (judged.status !== 200) return say(form, judged.message, true);
      finish(words);
    };
    dialog.querySelector("[data-file]").onclick = () => finish("");
    dialog.querySelector("[data-close]").onclick = () => finish(null);
    dialog.onclose = () => done(answer);
  });
}

async function draw(file) {
  const canvas = dialog.querySelector("canvas");
  canvas.hidden = true;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, 320 / bitmap.width, 240 / bitmap.height);
    canvas.width = Math.max(1, bitmap.width * scale);
    canvas.height = Math.max(1, bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    canvas.hidden = false;
  } catch {
    // What cannot be drawn is judged by the program, which says why.
  }
}

function note(words, isError = false) {
  const item = document.createElement("li");
  item.textContent = words;
  item.classList.toggle("body-note--error", isError);
  notes.append(item);
}

chooser.addEventListener("change", () => addFiles(chooser.files));
const hasFiles = event => [...(event.dataTransfer?.types ?? [])].includes("Files");
addEventListener("dragover", event => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  source.classList.add("body-target");
});
addEventListener("dragleave", event => {
  if (!event.relatedTarget) source.classList.remove("body-target");
});
// Dropped anywhere on the page: the browser would leave it to show the file.
addEventListener("drop", event => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  source.classList.remove("body-target");
  addFiles(event.dataTransfer.files);
});
source.addEventListener("paste", event => {
  const {files, types} = event.clipboardData;
  if (event.defaultPrevented || !files.length || types.includes("text/plain")) return;
  event.preventDefault();
  addFiles(files);
});
