// Lists that follow what is saved anywhere: fetched again when the preview has checked again.
// Only `data-live` is replaced, so nothing that is being typed is touched.
const live = document.querySelector("[data-live]");
let shown = live.innerHTML;

async function update() {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (!fresh || fresh.innerHTML === shown) return;
  shown = fresh.innerHTML;
  const open = new Set([...live.querySelectorAll("details[open]")].map(nameOf));
  const closed = new Set([...live.querySelectorAll("details:not([open])")].map(nameOf));
  for (const details of fresh.querySelectorAll("details")) {
    const name = nameOf(details);
    if (open.has(name) || closed.has(name)) details.open = open.has(name);
  }
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  live.replaceChildren(...fresh.childNodes);
  if (focused) refocus(focused);
}

/** What a fold is called, without the count that changes. */
function nameOf(details) {
  return details.querySelector("summary").textContent.replace(/\d+/g, "");
}

/** Stay where the keyboard was; where that is gone, at the list. */
function refocus(before) {
  const same = element => element.textContent.replace(/\d+/g, "") === before.textContent.replace(/\d+/g, "");
  const target = [...live.querySelectorAll("a, summary")].find(same) ?? document.getElementById("main");
  target.focus({preventScroll: true});
}

// The preview's script converses likewise, of its own page and its version; it is no module that could be shared.
let wait = 500;
function connect() {
  const socket = new WebSocket(`ws://${location.host}/livereload`);
  const send = message => socket.send(JSON.stringify(message));
  socket.onopen = () => { wait = 500; send({command: "hello"}); };
  socket.onmessage = event => {
    const {command} = JSON.parse(event.data);
    // The page of all findings stands for everything that is listed here.
    if (command === "hello") send({command: "info", url: "/_preview/", version: ""});
    if (command === "reload") update();
  };
  socket.onclose = () => { setTimeout(connect, wait); wait = Math.min(wait * 2, 10000); };
}
connect();
