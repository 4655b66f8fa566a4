// A document as its page shows it: the page itself is what a result quotes.

/** One block of a page. @typedef {{label: string, text: string}} Line */

const BLOCKS = "p, li, dd, h2, h3, h4, h5, h6, th, td, caption, figcaption, summary, pre";
const OTHERS = "nav, script, style, template, [hidden], [aria-hidden=true], .visually-hidden";

/**
 * Read the lines of a page. What it loads is not loaded, and its scripts do not run.
 * @param {string} html @returns {Line[]}
 */
function pageLines(html) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  if (!main) return [];
  for (const other of main.querySelectorAll(OTHERS)) other.remove();
  const lines = [];
  for (const block of main.querySelectorAll(BLOCKS)) {
    if (block.querySelector(BLOCKS)) continue;
    const label = block.matches("dd") ? block.parentElement.querySelector("dt") : null;
    const text = block.textContent.replace(/\s+/g, " ").trim();
    if (text) lines.push({ label: label ? label.textContent.trim() : "", text });
  }
  return lines;
}
