// A button pressed before the page's own scripts listen: it waits for them, instead of reloading the page.
let pressed;
function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed = event;
}
document.addEventListener("submit", hold, true);
// Modules have run by then.
addEventListener("load", () => {
  document.removeEventListener("submit", hold, true);
  if (pressed?.target.isConnected) pressed.target.requestSubmit(pressed.submitter);
});
