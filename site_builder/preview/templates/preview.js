// Loads the page again when the server says that it changed, and keeps the reader's place.
// The messages are those of livereload; the server compares versions, so nothing reloads in vain.
(() => {
  "use strict";
  const version = document.currentScript.dataset.version;
  const place = `preview-place:${location.pathname}`;
  const main = () => document.querySelector("main");
  // Counted from the text: findings above it come and go.
  const top = () => (main() ? main().getBoundingClientRect().top + scrollY : 0);
  const broken = () => main() && "previewError" in main().dataset;
  const folds = () => [...document.querySelectorAll("main details")];

  // Until all of the page has arrived, its place is the one it had before.
  let leaving = false;
  let pending = broken() ? null : sessionStorage.getItem(place);
  const keep = () => {
    if (broken() || pending) return;
    const y = scrollY > 0 ? scrollY - top() : null;
    sessionStorage.setItem(place, JSON.stringify({x: scrollX, y, open: folds().map(one => one.open)}));
  };
  const restore = () => {
    if (!pending) return;
    const {x, y, open} = JSON.parse(pending);
    folds().forEach((one, at) => { if (at in open) one.open = open[at]; });
    const back = () => { if (y !== null) scrollTo({left: x, top: y + top(), behavior: "instant"}); };
    back();
    // Pictures may have moved the text since.
    addEventListener("load", () => {
      back();
      pending = null;
      if (!leaving) sessionStorage.removeItem(place);
    });
    // Not sooner: the browser would put back the place of the page that was here between.
    addEventListener("pagehide", () => { if (!leaving) history.scrollRestoration = "auto"; });
  };
  const reload = () => {
    keep();
    leaving = true;
    history.scrollRestoration = "manual";
    location.reload();
  };

  const panel = document.querySelector(".preview-panel");
  if (panel) {
    const key = `preview-closed:${location.pathname}`;
    const close = panel.querySelector(".preview-panel__close");
    close.hidden = false;
    // A page of the editor lists the findings beside its frame: there the page itself is to be seen.
    panel.hidden = window.name === "preview-frame" || sessionStorage.getItem(key) === panel.dataset.mark;
    close.addEventListener("click", () => {
      sessionStorage.setItem(key, panel.dataset.mark);
      panel.hidden = true;
    });
  }
  restore();

  let wait = 500;
  const connect = () => {
    const socket = new WebSocket(`ws://${location.host}/livereload`);
    const say = message => socket.send(JSON.stringify(message));
    socket.onopen = () => { wait = 500; say({command: "hello"}); };
    socket.onmessage = event => {
      const {command} = JSON.parse(event.data);
      if (command === "hello") say({command: "info", url: location.pathname, version});
      if (command === "reload") reload();
    };
    socket.onclose = () => { setTimeout(connect, wait); wait = Math.min(wait * 2, 10000); };
  };
  connect();
})();
