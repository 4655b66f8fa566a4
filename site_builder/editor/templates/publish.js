// Publishing: an order goes out once, and the page shows how far it is until it is done.
import {ask, say} from "./requests.js";

const POLL = 700;

for (const form of document.querySelectorAll("form[data-action]")) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    const answer = await ask(form.dataset.action, Object.fromEntries(new FormData(form)));
    if (answer.status === 200) location.assign(`/_edit/${answer.page}`);
    else {
      say(form, answer.message, true);
      button.disabled = false;
    }
  });
}

const running = document.getElementById("running");
if (running) {
  const stage = running.querySelector("[data-stage]");
  const bar = running.querySelector("progress");
  const list = running.querySelector("[data-messages]");
  const show = async () => {
    const job = await ask("publish-progress", {});
    if (job.status === 200 && !job.running) {
      location.replace(`/_edit/publish?target=${encodeURIComponent(running.dataset.target)}`);
      return;
    }
    if (job.status === 200) {
      stage.textContent = job.stage || "准备";
      bar.value = job.percent;
      for (const message of job.messages.slice(list.children.length)) {
        list.append(Object.assign(document.createElement("li"), {textContent: message}));
      }
    }
    say(running, job.status === 200 ? "" : job.message, job.status !== 200);
    setTimeout(show, POLL);
  };
  setTimeout(show, POLL);
}
document.querySelector("[data-outcome]")?.focus();
