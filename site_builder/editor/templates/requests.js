// What pages of the editor ask the program for, and what becomes of work that is not saved yet.
const token = document.querySelector('meta[name="edit-token"]').content;

/** Ask for an action. Returns its answer with `status`; 0 when the program does not answer. */
export async function ask(action, request) {
  try {
    const response = await fetch(`/_edit/api/${action}`, {
      method: "POST",
      headers: {"Content-Type": "application/json", "X-Edit-Token": token},
      body: JSON.stringify(request),
    });
    return {status: response.status, ...(await response.json())};
  } catch {
    return {status: 0, message: "编辑程序没有回答，是不是已经关掉了？没保存的内容还在这个网页里，请不要关掉它。"};
  }
}

/** Keep what is being typed on the disk, a moment after the last key; `read` returns it. */
export function keeper(path, read) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask("keep", {path, text: read()}), 400);
  };
}

/** Say how it went, where the page has room for it. */
export function say(form, message, wrong = false) {
  const answer = form.querySelector(".editor-answer");
  answer.textContent = message;
  answer.classList.toggle("editor-answer--error", wrong);
}

/** Show both versions of a file that somebody else has written meanwhile. */
export function showConflict(form, answer, take) {
  const box = form.querySelector(".editor-conflict");
  box.hidden = false;
  box.replaceChildren();
  const words = document.createElement("p");
  words.textContent = `${answer.message}下面是磁盘上现在的内容：`;
  const current = document.createElement("pre");
  current.textContent = answer.current;
  const load = document.createElement("button");
  load.type = "button";
  load.className = "editor-button editor-button--plain";
  load.textContent = "打开磁盘上的（把我的改动放回去再比较）";
  load.addEventListener("click", take);
  box.append(words, current, load);
  box.scrollIntoView({block: "nearest"});
}
