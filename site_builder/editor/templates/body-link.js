// A link: its words and its address, which the program judges before it is put in.
import {ask, say} from "./requests.js";
import {hideDialog, replaceRange, showDialog, source} from "./body-text.js";

const path = document.getElementById("text").dataset.path;
const dialog = document.getElementById("body-link");
const form = dialog.querySelector("form");
const {words, address} = form.elements;
let range = {start: 0, end: 0};
let isListed = false;

/** Ask for a link, over the words that are selected. */
export function openLink() {
  range = {start: source.selectionStart, end: source.selectionEnd};
  words.value = source.value.slice(range.start, range.end).replace(/\s+/g, " ");
  address.value = /^https?:\S+$/.test(words.value) ? words.value : "";
  say(form, "");
  showDialog(dialog);
  (words.value ? address : words).focus();
  listTexts();
}

async function listTexts() {
  if (isListed) return;
  const answer = await ask("list-texts", {path});
  if (answer.status !== 200) return;
  isListed = true;
  dialog.querySelector("datalist").replaceChildren(...answer.texts.map(text => {
    const option = document.createElement("option");
    option.value = text.address;
    option.label = text.title;
    return option;
  }));
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  const answer = await ask("write-link", {path, words: words.value, address: address.value});
  if (answer.status !== 200) return say(form, answer.message, true);
  hideDialog(dialog);
  replaceRange(range.start, range.end, answer.markdown);
});
dialog.querySelector("[data-close]").addEventListener("click", () => hideDialog(dialog));
