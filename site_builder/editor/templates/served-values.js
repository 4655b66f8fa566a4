/** What a control said when its page was sent, whatever was typed since or put back by the browser. */
export function servedValue(control) {
  // A form that is reset knows what is written in the page, for each kind of control.
  const form = document.createElement("form");
  form.append(control.cloneNode(true));
  form.reset();
  return form.firstElementChild.value;
}
