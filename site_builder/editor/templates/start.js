// Forms that do one thing: make a new source, or bring back an old version.
import {ask, say} from "./requests.js";

for (const form of document.querySelectorAll("form[data-action]")) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const answer = await ask(form.dataset.action, Object.fromEntries(new FormData(form)));
    if (answer.status !== 200) say(form, answer.message, true);
    else if (answer.page) location.href = `/_edit/${answer.page}`;
    else location.reload();
  });
}
