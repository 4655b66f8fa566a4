// Where a word stands: its pairs, one after another, until no place is in doubt.

/** Buckets of a word fetched at once. */
const ROUND = 6;
/** A list mostly settles a word, so it is worth so many times as many bytes as a pair. */
const SETTLES = 4;
/** From so many bytes of buckets on, the page of a document that may hold a word is less to fetch. */
const [PAGE_BYTES, FEW] = [9000, 10];

/**
 * A pair to be looked up, and where. `listed`: what its sections say of it, once that is known.
 * @typedef {{tier: Object, offset: number, sections: Object[], bytes: number, size: number,
 *   listed: ?Map}} Step `size`: its bytes, fewer where it settles more
 */

/** One word, looked up in all sections of the index. */
class Lookup {
  /** @param {Index} index @param {number[]} letters Folded, some of them spaced. */
  constructor(index, letters) {
    this.index = index;
    this.letters = letters;
    this.base = letters.map((code) => index.folding.unspaced(code));
    this.gaps = letters.map((code) => code >= index.folding.spaced);
    this.found = new Uint8Array(index.size);
    /** Section → the places that are left: start of the word, and whether its marks are those typed. */
    this.places = new Map();
    /** Section → which letters are certain at all its places. @type {Map<Object, boolean[]>} */
    this.certain = new Map();
    /** What is to be looked up, the rarest first. @type {Step[]} */
    this.waiting = [];
  }

  /** Look up a single letter; of a word, choose what to look up. */
  async start() {
    const tiers = [...this.index.tiers.values()];
    if (this.base.length === 1) await Promise.all(tiers.map((tier) => this.single(tier)));
    else this.wait(tiers.flatMap((tier) => this.pairs(tier)));
  }

  /** @param {Step[]} steps More of them; those that cannot change the answer any more are left out. */
  wait(steps = []) {
    const waiting = [...this.waiting, ...steps].filter((step) => this.isNeeded(step));
    const lists = waiting.filter(({ listed }) => listed);
    const named = lists.map((step) => `${step.tier.name} ${this.numbers(step)[0]}`);
    // The more pairs share a list, the more of the word it settles.
    lists.forEach((step, at) => (step.rank = step.bytes / named.filter((one) => one === named[at]).length));
    this.waiting = waiting.sort((one, other) => one.size - other.size);
  }

  /**
   * Look up the rarest pairs, or read the pages of the documents that are left.
   * @param {Map<Object, number>} limits How large pairs may be, by tier.
   */
  async step(limits) {
    const small = this.waiting.filter(({ tier, size }) => size <= limits.get(tier));
    if (!small.length) return;
    const isDone = await this.readPages();
    // A list may say all that the next would: one of each tier at a time.
    const lists = this.waiting.filter(({ listed }) => listed).sort((one, other) => one.rank - other.rank);
    const tiers = new Set(small.filter(({ listed }) => listed).map(({ tier }) => tier));
    const best = Array.from(tiers, (tier) => lists.find((step) => step.tier === tier));
    const chosen = [...best, ...small.filter(({ listed }) => !listed)];
    const steps = isDone ? this.waiting : chosen.slice(0, ROUND);
    this.waiting = this.waiting.filter((step) => !steps.includes(step));
    if (isDone) return;
    const more = steps.map((step) => (step.listed ? this.lists(step) : this.pair(step)));
    this.wait((await Promise.all(more)).flat());
  }

  /** Which documents may hold the word. @returns {Uint8Array} */
  possible() {
    const possible = this.found.map((fields) => (fields ? 1 : 0));
    for (const section of this.base.length > 1 ? this.sections() : []) {
      const places = this.places.get(section);
      const { first, ends } = section;
      if (!places) possible.fill(1, first, first + ends.length / FIELDS);
      else for (const [start] of places) possible[textAt(section, start)] = 1;
    }
    return possible;
  }

  /** Leave out the documents that the other words rule out. @param {number[]} texts 1 for those left. */
  restrict(texts) {
    for (const section of this.sections()) {
      const { first, ends } = section;
      const places = this.places.get(section);
      if (places) this.places.set(section, places.filter(([start]) => texts[textAt(section, start)]));
      else if (!texts.slice(first, first + ends.length / FIELDS).includes(1)) this.places.set(section, []);
    }
    this.wait();
  }

  sections() {
    return [...this.index.tiers.values()].flatMap(({ sections }) => sections);
  }

  /**
   * @returns {Promise<Uint8Array>} For each document the fields that hold the word: 1 title, 2 numbers,
   *   4 lines; and eight times that where it stands with the marks that were typed.
   */
  answer() {
    for (const [section, places] of this.places) {
      for (const [start, exact] of places) this.add(section.first, slotOf(section, start), exact);
    }
    return this.found;
  }

  async single(tier) {
    const readers = await this.index.bucket(tier, letterBucket(this.base[0]));
    readers.forEach((reader, at) => {
      const { first, ends } = tier.sections[at];
      if (!reader.bytes.length) return;
      for (const slot of reader.slots(ends.length, this.base[0])) this.add(first, slot, true);
    });
  }

  /** The pairs that together hold all letters: those with the fewest bytes. @returns {Step[]} */
  pairs(tier) {
    const last = this.base.length - 2;
    /** For each number of letters the cheapest way to know so many first ones. */
    const ways = [{ cost: 0, offsets: [] }];
    const offer = (letters, way) => {
      if (!ways[letters] || way.cost < ways[letters].cost) ways[letters] = way;
    };
    for (let at = 0; at < this.base.length; at++) {
      const { cost, offsets } = ways[at];
      for (const offset of [at - 1, at].filter((one) => one >= 0 && one <= last)) {
        const more = { cost: cost + this.bytes(tier, offset), offsets: [...offsets, offset] };
        offer(offset + 1, more);
        offer(offset + 2, more);
      }
    }
    return ways[this.base.length].offsets.map((offset) => {
      const bucket = pairBucket(this.base[offset], this.base[offset + 1]);
      const bytes = tier.sizes[bucket];
      return { tier, offset, sections: tier.sections, bytes, size: bytes, listed: null };
    });
  }

  /** About what a pair takes. */
  bytes(tier, offset) {
    const pair = [this.base[offset], this.base[offset + 1]];
    return tier.sizes[pairBucket(...pair)] + tier.sizes[listBucket(...pair)];
  }

  /** Whether a step can still rule anything out. What it would say of a section may be known. */
  isNeeded(step) {
    step.sections = step.sections.filter((section) => {
      const places = this.places.get(section);
      const certain = this.certain.get(section);
      return !places || (places.length && !(certain[step.offset] && certain[step.offset + 1]));
    });
    if (step.listed) step.size = (step.bytes = this.index.listBytes(step.tier, this.numbers(step), step.sections)) / SETTLES;
    return step.sections.length > 0;
  }

  /** Whether marks stand around the letters of a pair where they were typed. */
  isTyped(variant, offset) {
    const typed = (this.gaps[offset] ? 2 : 0) + (this.gaps[offset + 1] ? 1 : 0);
    // What stands before the word is nothing to it.
    return ((variant ^ typed) & (offset ? 3 : 1)) === 0;
  }

  /** @returns {number[]} The buckets of the lists of a step. */
  numbers({ sections, listed }) {
    const numbers = sections.flatMap((section) => listed.get(section).lists.map(({ number }) => number % LIST_BUCKETS));
    return [...new Set(numbers)];
  }

  /** Look a pair up. @returns {Promise<Step[]>} The same, in the sections where it has long lists. */
  async pair({ tier, offset, sections }) {
    const pair = [this.base[offset], this.base[offset + 1]];
    const readers = await this.index.bucket(tier, pairBucket(...pair));
    const listed = new Map();
    for (const section of sections) {
      const reader = readers[section.number];
      const found = reader ? reader.pair(section, pair) : { places: [], lists: [] };
      if (found.lists.length) listed.set(section, found);
      else this.keep(section, this.starts(found.places, offset), this.covers(offset));
    }
    return [{ tier, offset, sections: [...listed.keys()], bytes: 0, size: 0, listed }];
  }

  /** Look up the lists that hold a pair. @returns {Promise<Step[]>} Nothing more. */
  async lists(step) {
    const { tier, offset, sections, listed } = step;
    const readers = await this.index.lists(tier, this.numbers(step), sections);
    for (const section of sections) {
      const { places, lists } = listed.get(section);
      const found = this.starts(places, offset);
      let certain = places.length ? this.covers(offset) : null;
      for (const list of lists) {
        const reader = readers.get(list.number % LIST_BUCKETS).get(section).again();
        const read = this.list(reader.list(section, Math.floor(list.number / LIST_BUCKETS)), list, offset);
        if (!read) continue;
        found.push(...read.starts);
        certain = certain ? certain.map((is, at) => is && read.certain[at]) : read.certain;
      }
      this.keep(section, found.sort(([one], [other]) => one - other), certain || this.covers(offset));
    }
    return [];
  }

  /** Read a list as places of the word; null where other letters stand around all of them. */
  list({ addresses, start, around }, { shift, variant }, offset) {
    const word = this.base.map((_, at) => around[at - offset + shift - start]);
    if (word.some((one, at) => one && one.letter !== this.base[at])) return null;
    const isAlike = word.every((one, at) => !at || !one || one.isMixed || one.gap === this.gaps[at]);
    const isExact = isAlike && this.isTyped(variant, offset);
    return {
      starts: addresses.map((address) => [address + shift - offset, isExact]),
      certain: word.map((one, at) => Boolean(one && !(at && one.isMixed))),
    };
  }

  covers(offset) {
    return this.base.map((_, at) => at === offset || at === offset + 1);
  }

  /** @returns {[number, boolean][]} Where a word starts that has its pair in these places; rising. */
  starts(places, offset) {
    const rising = places.sort((one, other) => one - other);
    return rising.map((place) => [Math.floor(place / 4) - offset, this.isTyped(place % 4, offset)]);
  }

  /**
   * Keep the places that are also among these.
   * @param {[number, boolean][]} others Rising. @param {boolean[]} certain Letters that these are certain of.
   */
  keep(section, others, certain) {
    const places = this.places.get(section);
    const before = this.certain.get(section);
    this.certain.set(section, before ? before.map((is, at) => is || certain[at]) : certain);
    if (!places) {
      this.places.set(section, others);
      return;
    }
    const kept = [];
    let at = 0;
    for (const [start, exact] of places) {
      while (at < others.length && others[at][0] < start) at++;
      if (at < others.length && others[at][0] === start) kept.push([start, exact && others[at][1]]);
    }
    this.places.set(section, kept);
  }

  /**
   * Look the word up on the pages of few documents, where that is less to fetch.
   * @returns {Promise<boolean>} Whether all hold it.
   */
  async readPages() {
    const texts = new Map();
    for (const section of new Set(this.waiting.flatMap(({ sections }) => sections))) {
      const places = this.places.get(section);
      if (!places) return false;
      for (const [start] of places) texts.set(textAt(section, start), section);
    }
    const bytes = this.waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    if (texts.size > FEW || texts.size * PAGE_BYTES > bytes) return false;
    const held = await Promise.all(
      Array.from(texts.keys(), async (text) => {
        const { url, title, numbers } = await this.index.result(text);
        const lines = [title, ...numbers, ...(await this.index.page(url)).map(({ text: line }) => line)];
        const places = lines.map((line) => this.index.folding.place(line));
        const fields = [[places[0]], places.slice(1, 1 + numbers.length), places.slice(1 + numbers.length)];
        return { text, fields: fields.map((some) => this.standing(some)) };
      }),
    );
    if (held.some(({ fields }) => !fields.some(Boolean))) return false;
    // The sections that needed no more pairs have their places; the others their pages.
    for (const section of texts.values()) this.places.set(section, []);
    for (const { text, fields } of held) {
      fields.forEach((one, field) => one && this.add(text, field, one > 1));
    }
    return true;
  }

  /** Whether some lines hold the word: 0 not, 1 with other marks, 2 as it was typed. */
  standing(lines) {
    const word = this.index.folding.text(this.letters);
    const typed = this.letters.slice(1).join();
    let held = 0;
    for (const { text, codes } of lines) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const units = codes.slice(at, at + word.length);
        const stands = units.filter((_, unit) => !isHalf(text, at + unit)).slice(1);
        held = Math.max(held, stands.join() === typed ? 2 : 1);
      }
    }
    return held;
  }

  /** Note a field that holds the word. */
  add(first, slot, exact) {
    const bit = 1 << (slot % FIELDS);
    this.found[first + Math.floor(slot / FIELDS)] |= bit | (exact ? bit << FIELDS : 0);
  }
}
