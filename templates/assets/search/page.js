// The search page: what is asked, what was found, and the address that says both.

/**
 * Make an element. Text becomes text, whatever it holds.
 * @param {string} name @param {Record<string, string>} attributes @param {(Node|string)[]} children
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const part = (id) => document.getElementById(`search-${id}`);

class SearchPage {
  constructor() {
    this.form = part("form");
    this.input = this.form.elements.namedItem("q");
    this.title = document.title;
    this.root = this.form.dataset.root;
    this.turn = 0;
    /** What is shown, as an address; nothing before it is, or when it could not be. */
    this.shown = null;
    this.facets = Array.from(part("filters").querySelectorAll("[id^=search-by-]"), ({ id }) =>
      id.replace("search-by-", ""),
    );
  }

  async start() {
    this.input.value = this.state().query;
    part("unscripted").hidden = true;
    if (location.protocol === "file:") {
      part("folder").hidden = false;
      return;
    }
    // On a phone, and in large letters, the filters would push the results out of sight.
    const large = (document.documentElement.dataset.modes || "").split(" ").includes("elder");
    part("narrowing").open = matchMedia("(min-width: 40em)").matches && !large;
    this.listen();
    await this.show(new URLSearchParams(location.search).has("q"));
    this.bringUp();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go({ ...this.state(), query: this.input.value.trim(), page: 1 });
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.input.value = "";
    });
    addEventListener("popstate", () => {
      // A link within the page is history too, and asks for nothing.
      if (writeState(this.state()) !== this.shown) this.show();
    });
    // A link to another page of results is a link; following it needs no new document.
    part("results").addEventListener("click", (event) => {
      const link = event.target.closest("a[data-page]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.go({ ...this.state(), page: Number(link.dataset.page) }, part("heading"));
    });
    part("filters").addEventListener("change", () => this.choose());
    part("clear").addEventListener("click", () => this.choose(true));
  }

  state() {
    return readState(location.search, this.facets);
  }

  /** Read the words, the filters and the order as the page shows them. */
  choose(clear = false) {
    const filters = new Map();
    for (const id of clear ? [] : this.facets) {
      const { value } = part(`by-${id}`);
      if (value) filters.set(id, value);
    }
    const state = { query: this.input.value.trim(), filters, sort: part("sort").value, page: 1 };
    this.go(state, clear ? part("heading") : null);
  }

  /** Go to what is asked; the reader's way back leads to what was asked before. */
  async go(state, focus = null) {
    const address = writeState(state);
    if (address !== writeState(this.state())) history.pushState(null, "", address);
    await this.show(true);
    if (focus) {
      focus.focus({ preventScroll: true });
      part("status").scrollIntoView({ behavior: "instant" });
    }
  }

  /** After a search from another page, bring up what was found, unless the reader is elsewhere. */
  bringUp() {
    if (document.activeElement === this.input) return;
    const { textContent } = part("status");
    const result = part("list").querySelector("a");
    const { bottom } = (result || part("status")).getBoundingClientRect();
    if (!textContent || scrollY > 0 || bottom <= innerHeight) return;
    part("status").scrollIntoView({ behavior: "instant" });
  }

  /** Show what the address asks for. @param {boolean} prompted Whether words are expected. */
  async show(prompted = false) {
    const turn = ++this.turn;
    const state = this.state();
    if (this.input.value !== state.query) this.input.value = state.query;
    document.title = state.query ? `“${state.query}”的检索结果 - ${this.title}` : this.title;
    part("status").textContent = state.query || state.filters.size ? "正在检索…" : "";
    this.shown = writeState(state);
    try {
      this.index = this.index || (await openIndex(this.root));
      const words = terms(state.query, this.index.folding);
      const nothing = !words.length && !state.filters.size;
      const hits = await this.index.search(words);
      const { kept, counts } = narrow(this.index, hits, state.filters);
      const found = sorted(this.index, kept, state.sort);
      const from = (Math.min(state.page, Math.ceil(found.length / PER_PAGE) || 1) - 1) * PER_PAGE;
      const texts = nothing ? [] : found.slice(from, from + PER_PAGE);
      const results = await Promise.all(texts.map(({ text }) => this.index.result(text)));
      // A later question may have been answered first.
      if (turn !== this.turn) return;
      this.write(state, words, nothing ? -1 : found.length, from, results);
      this.writeFilters(state, counts, hits.length);
      if (nothing && state.query) part("status").textContent = "检索时不看标点，请输入文字或数字。";
      else if (nothing && prompted) part("status").textContent = "请输入检索词。";
    } catch (fault) {
      if (turn !== this.turn) return;
      this.shown = null;
      part("found").hidden = true;
      part("lists").hidden = false;
      part("status").textContent = "检索索引没有取到，请刷新页面再试，或从下面的目录查找。";
      console.error(fault);
    }
  }

  /** @param {number} total Texts found; -1 where nothing was asked. */
  write(state, words, total, from, results) {
    const pages = Math.max(0, Math.ceil(total / PER_PAGE));
    const narrowed = state.filters.size ? "（已筛选）" : "";
    const where = pages > 1 ? `，第 ${from / PER_PAGE + 1} 页（共 ${pages} 页）` : "";
    const none = `没有找到${narrowed}。请减少或改换检索词，或取消筛选，也可以从下面的目录查找。`;
    part("status").textContent = total < 0 ? "" : total ? `找到 ${total} 条${narrowed}${where}` : none;
    part("found").hidden = false;
    part("results").hidden = total < 1;
    part("lists").hidden = total > 0;
    const list = part("list");
    list.start = from + 1;
    list.replaceChildren(...results.map((result) => this.result(result, words)));
    part("pages").replaceChildren(...this.pageLinks(state, from / PER_PAGE + 1, pages));
  }

  /** Fill an empty result, as the component of the templates draws it. */
  result({ url, title, numbers, day, summary, status, look }, words) {
    const { folding } = this.index;
    const made = part("result").content.querySelector("li").cloneNode(true);
    const write = (into, text) => writeMarked(into, text, marksIn(text, words, folding));
    const link = made.querySelector("a");
    link.setAttribute("href", this.root + url);
    // One piece, however many marks are in it: 长辈版 lays out what stands in a link side by side.
    const name = element("span");
    write(name, title);
    link.append(name);
    if (status && look !== "valid") {
      const label = element("small", {}, "有效性：");
      link.before(element("span", { class: `status-mark status-mark--${look || "other"}` }, label, status), " ");
    }
    for (const text of [day, ...numbers]) {
      if (!text) continue;
      const fact = element("span", { class: "search-results__fact" });
      write(fact, text);
      made.querySelector(".search-results__facts").append(fact, " ");
    }
    this.quote(made.querySelector(".search-results__text"), url, summary, words);
    return made;
  }

  /** Quote a document: its summary, until its page is there and has a line with more of the words. */
  async quote(into, url, summary, words) {
    const { folding } = this.index;
    const first = snippet([{ label: "", text: summary }], words, folding);
    writeMarked(into, first.text, first.marks);
    if (first.score === words.length && summary) return;
    try {
      const lines = await this.index.page(url);
      const better = snippet(lines, words, folding);
      if (better.score <= first.score && summary) return;
      into.replaceChildren();
      writeMarked(into, better.text, better.marks);
    } catch (fault) {
      // The result is right without it.
      console.warn(fault);
    }
  }

  pageLinks(state, current, pages) {
    if (pages < 2) return [];
    const shown = [1, pages, current - 2, current - 1, current, current + 1, current + 2];
    const numbers = [...new Set(shown)].filter((one) => one >= 1 && one <= pages).sort((a, b) => a - b);
    const link = (page, words, name = words) => {
      const made = element("a", { "data-page": page, "aria-label": name }, words);
      made.href = writeState({ ...state, page });
      if (page === current) made.setAttribute("aria-current", "page");
      return element("li", {}, made);
    };
    const links = numbers.map((page) => link(page, String(page), `第 ${page} 页`));
    if (current > 1) links.unshift(link(current - 1, "上一页"));
    if (current < pages) links.push(link(current + 1, "下一页"));
    return links;
  }

  /** Offer of each facet what the other choices leave, with its number. */
  writeFilters(state, counts, total) {
    part("narrowing").hidden = !total;
    part("clear").hidden = !state.filters.size;
    part("chosen").textContent = state.filters.size ? `（已选 ${state.filters.size} 项）` : "";
    part("sort").value = state.sort;
    for (const facet of this.index.facets) {
      const chosen = state.filters.get(facet.id) || "";
      const count = counts.get(facet.id);
      const options = [element("option", { value: "" }, "全部")];
      for (const value of [...facet.values, NONE]) {
        const many = count.get(value) || 0;
        if (!many && value !== chosen) continue;
        const label = value === NONE ? "未注明" : value;
        options.push(element("option", { value }, `${label}（${many}）`));
      }
      const select = part(`by-${facet.id}`);
      if (chosen && !facet.values.includes(chosen) && chosen !== NONE) {
        options.push(element("option", { value: chosen }, `${chosen}（0）`));
      }
      select.replaceChildren(...options);
      select.value = chosen;
    }
  }
}

if (document.getElementById("search-form")) new SearchPage().start();
