/**
 * Keeps the reading modes (长辈版, 高对比度) that the reader chose, from page to page and in other tabs.
 *
 * The two checkboxes of components/reading-modes work without this; here is only the memory. It stands in the head and
 * is not deferred, so that the choice is on <html> before anything is painted. Nothing leaves the reader's device.
 */
(() => {
  "use strict";
  const KEY = "reading-modes";
  const root = document.documentElement;

  /** @returns {HTMLInputElement[]} The checkboxes, none before they are parsed. */
  const boxes = () => [...document.getElementsByName("reading-mode")];

  /** @returns {string} Names of the chosen modes with spaces between. Storage may be forbidden: then those of the page. */
  const kept = () => {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return root.dataset.modes || "";
    }
  };

  /** Shows the chosen modes, on the page and in the checkboxes. */
  const show = () => {
    const modes = kept();
    root.dataset.modes = modes;
    for (const box of boxes()) box.checked = modes.split(" ").includes(box.value);
  };

  /** Checks the boxes in the frame that first paints them. */
  const wait = () => (boxes().length ? show() : requestAnimationFrame(wait));

  show();
  requestAnimationFrame(wait);
  // Going back, a browser shows the page, or its checkboxes, as they were before the reader chose.
  addEventListener("pageshow", show);
  addEventListener("storage", show);
  addEventListener("change", (event) => {
    if (event.target.name !== "reading-mode") return;
    const modes = boxes().filter((box) => box.checked).map((box) => box.value).join(" ");
    root.dataset.modes = modes;
    try {
      localStorage.setItem(KEY, modes);
    } catch {
      // It holds for this page, as without scripts.
    }
  });
})();
