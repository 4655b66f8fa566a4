/**
 * Reads the main text aloud with a voice of the reader's own device. Nothing is sent anywhere: voices that a browser
 * fetches from a service are left alone. The button of components/reading-modes is hidden until this runs.
 */
(() => {
  "use strict";
  const button = document.querySelector(".reading-modes__aloud");
  const message = document.querySelector(".reading-modes__message");
  const main = document.querySelector("main");
  const speech = window.speechSynthesis;
  if (!button || !message || !main) return;

  // A table is read line by line as it is: its text beside it would give each figure a second time.
  const SKIP = "nav, svg, script, form, input, textarea, [contenteditable], [aria-hidden=true], .table-reading, .fold, .downloads";
  const LONGEST = 120;
  let queue = null;

  const squeeze = (text) => text.replace(/\s+/g, " ").trim();
  const isInline = (element) => getComputedStyle(element).display.startsWith("inline");

  /** @returns {string[][]} The words of the headers of a cell: its row's from the left, its column's from the top. */
  const headersOf = (cell, table) => {
    const heads = (cell.getAttribute("headers") || "").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    if (!heads.length) {
      const row = [...cell.parentElement.cells];
      const above = table.tHead?.rows[0]?.cells[row.indexOf(cell)];
      heads.push(...(above ? [above] : []), ...row.filter((one) => one.tagName === "TH"));
    }
    const isRow = (head) => /^row/.test(head.scope) || !head.closest("thead");
    const words = (some) => some.map((head) => squeeze(head.textContent));
    return [words(heads.filter(isRow)), words(heads.filter((head) => !isRow(head)))];
  };

  /** @returns {string[]} Of the headers, what was not said with the value before. */
  const fresh = (heads, before) => {
    const at = heads.findIndex((head, number) => head !== before[number]);
    return at < 0 ? [] : heads.slice(at);
  };

  /** @returns {string[]} A line for each row: every value behind those of its headers that differ from the last value's. */
  const linesOf = (table) => {
    let [rows, columns] = [[], []];
    const lines = [squeeze(table.caption?.textContent || "")];
    for (const body of table.tBodies) {
      for (const row of body.rows) {
        const said = [];
        columns = []; // each row names its columns: with a single one, nothing else would
        for (const cell of row.cells) {
          if (cell.tagName === "TH") continue;
          const [inRow, inColumn] = headersOf(cell, table);
          const text = squeeze([...cell.childNodes].map(textOf).join(""));
          const value = text === "/" ? "不适用" : text || "空";
          said.push([...fresh(inRow, rows), ...fresh(inColumn, columns), value].join(" "));
          [rows, columns] = [inRow, inColumn];
        }
        lines.push(said.join("，"));
      }
    }
    return lines;
  };

  /** @returns {string} What can be read of a node that stands in a line. */
  const textOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIP)) return "";
    return node.checkVisibility?.() === false ? "" : [...node.childNodes].map(textOf).join("");
  };

  /** Adds the lines below an element, in their order. */
  const collect = (element, lines) => {
    let line = "";
    const end = () => {
      if (squeeze(line)) lines.push(squeeze(line));
      line = "";
    };
    for (const node of element.childNodes) {
      const block = node.nodeType === Node.ELEMENT_NODE && !isInline(node);
      if (!block) {
        line += textOf(node);
        continue;
      }
      end();
      if (node.matches(SKIP) || node.checkVisibility?.() === false) continue;
      if (node.tagName === "TABLE") lines.push(...linesOf(node).filter(Boolean));
      else collect(node, lines);
    }
    end();
    return lines;
  };

  /** @returns {string[]} Pieces that no browser breaks off in the middle: some stop after a quarter of a minute. */
  const pieces = (line) => (line.match(/[^。！？；，]*[。！？；，]*/g) || []).reduce((parts, sentence) => {
    const joined = (parts.at(-1) ?? "") + sentence;
    if (parts.length && joined.length <= LONGEST) parts[parts.length - 1] = joined;
    else if (sentence) parts.push(sentence);
    return parts;
  }, []);

  /** @returns {SpeechSynthesisVoice|undefined} A voice of the device: for the mainland's Chinese, or for any. */
  const findVoice = () => {
    const own = speech.getVoices().filter((voice) => voice.localService);
    const speaks = (shape) => own.find((voice) => shape.test(voice.lang.replace("_", "-")));
    return speaks(/^(zh|cmn)(-hans)?-cn/i) || speaks(/^(zh|cmn)(?!-(hk|tw|hant))/i);
  };

  /** Browsers list their voices late. @returns {Promise<SpeechSynthesisVoice|undefined>} */
  const voice = () => new Promise((resolve) => {
    if (findVoice()) return resolve(findVoice());
    speech.addEventListener("voiceschanged", () => resolve(findVoice()), { once: true });
    setTimeout(() => resolve(findVoice()), 1500);
  });

  const stop = (words = "") => {
    queue = null;
    speech?.cancel();
    button.textContent = "朗读";
    message.textContent = words;
  };

  const next = (mine, chosen) => {
    if (mine !== queue) return;
    if (!mine.length) return stop("读完了。");
    const utterance = new SpeechSynthesisUtterance(mine.shift());
    utterance.lang = "zh-CN";
    utterance.voice = chosen;
    utterance.rate = 0.9;
    utterance.onend = () => next(mine, chosen);
    utterance.onerror = () => mine === queue && stop("朗读中断了，请再按一次“朗读”。");
    speech.speak(utterance);
  };

  const start = async () => {
    if (!speech) return stop("您的浏览器不能朗读网页。");
    const mine = (queue = collect(main, []).flatMap(pieces));
    button.textContent = "停止朗读";
    message.textContent = "";
    const chosen = await voice();
    if (mine !== queue) return;
    if (chosen) next(mine, chosen);
    else stop("这台设备没有中文语音，不能朗读。可以在系统设置里安装中文语音。");
  };

  speech?.getVoices();
  button.hidden = false;
  button.addEventListener("click", () => (queue ? stop() : start()));
  addEventListener("keydown", (event) => event.key === "Escape" && queue && stop());
  addEventListener("pagehide", () => queue && stop());
})();
