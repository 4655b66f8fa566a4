// A toolbar is one stop of the Tab key; arrows, Home and End move within it.

/** Let the arrows move among a toolbar's buttons. */
export function rove(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const choose = button => buttons.forEach(each => { each.tabIndex = each === button ? 0 : -1; });
  choose(buttons[0]);
  toolbar.addEventListener("focusin", event => choose(event.target.closest("button")));
  toolbar.addEventListener("keydown", event => {
    const at = buttons.indexOf(document.activeElement);
    const steps = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1};
    if (at < 0 || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    buttons[(steps[event.key] + buttons.length) % buttons.length].focus();
  });
}
