// What pages of the editor ask the program for, and what becomes of work that is not saved yet.
const [PAUSE, MOST_UNKEPT] = [400, 700];
const FORBIDDEN = 403;
const KEEP_OPEN = "没保存的内容还在这个网页里，请不要关掉它";
const STOPPED = `编辑程序没有回答，是不是已经关掉了？${KEEP_OPEN}；把编辑程序重新打开，就能接着保存。`;
const ELSEWHERE = `这个网址现在编辑的是另一个文件夹，没有保存。${KEEP_OPEN}；重新打开原来那个文件夹的编辑程序，就能接着保存。`;
const meta = (page, name) => page.querySelector(`meta[name="${name}"]`)?.content;
let token = meta(document, "edit-token");

/** Ask for an action. Returns its answer with `status`; 0 when the program does not answer. */
export async function ask(action, request) {
  try {
    let response = await send(action, request);
    if (response.status === FORBIDDEN) {
      const page = await startPage();
      if (meta(page, "edit-project") !== meta(document, "edit-project")) return {status: 0, message: ELSEWHERE};
      token = meta(page, "edit-token");
      response = await send(action, request);
    }
    return {status: response.status, ...(await response.json())};
  } catch {
    return {status: 0, message: STOPPED};
  }
}

function send(action, request) {
  return fetch(`/_edit/api/${action}`, {
    method: "POST",
    headers: {"Content-Type": "application/json", "X-Edit-Token": token},
    body: JSON.stringify(request),
  });
}

/** Another run of the program, or another program, has another token: its start page names it. */
async function startPage() {
  const response = await fetch("/_edit/");
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * Keep what is being typed on the disk, a moment after the last key and while typing goes on; `read`
 * returns it, `warn` takes why it could not be kept. One request at a time: a later one never comes first.
 * `id` names what this window kept, so that it replaces nothing of another window. Who saves waits until it has
 * `settled`: what came after the save would keep what was saved.
 */
export function keeper({path, editId}, read, warn = () => {}) {
  let timer = 0;
  let due = 0;
  let last = Promise.resolve();
  const keep = () => (last = last.then(keepNext));
  async function keepNext() {
    due = 0;
    const answer = await ask("keep", {path, text: read(), edit_id: later.id});
    if (answer.status === 200) later.id = answer.edit_id;
    else warn(answer.message);
    return answer;
  }
  function later() {
    const now = performance.now();
    due ||= now + MOST_UNKEPT;
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(PAUSE, due - now)));
  }
  function settled() {
    clearTimeout(timer);
    due = 0;
    return last;
  }
  return Object.assign(later, {id: editId, now: keep, settled});
}

/** What was kept before, as an object; null where there is none that can be read. */
export function keptEdit(text) {
  try {
    const kept = JSON.parse(text);
    return typeof kept === "object" ? kept : null;
  } catch {
    return null;
  }
}

/** The bytes of a file as a request holds them. Rejected for what cannot be read. */
export function base64(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Save a form when its button or Ctrl+S asks for it, one save at a time: a held key saves once. */
export function saveOnSubmit(form, save) {
  let isSaving = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (isSaving) return;
    isSaving = true;
    try {
      await save();
    } finally {
      isSaving = false;
    }
  });
}

/** Say that all is saved, until something is changed again. */
export function saySaved(form, isSaved) {
  const answer = form.querySelector(".editor-answer");
  if (isSaved) say(form, "已保存。");
  else if (answer.textContent === "已保存。") say(form, "");
}

/** Say how it went, where the page has room for it. */
export function say(form, message, wrong = false) {
  const answer = form.querySelector(".editor-answer, .body-answer");
  answer.textContent = message;
  answer.classList.toggle("editor-answer--error", wrong);
}
