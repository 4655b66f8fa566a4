// Where a word stands: its pairs and phrases, one after another, until no place is in doubt.

/** Buckets of a word fetched at once. */
const ROUND = 6;
/** From so many bytes of buckets on, the page of a document that may hold a word is less to fetch. */
const [PAGE_BYTES, FEW] = [9000, 10];

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
    /** Pairs to look up, the rarest first. */
    this.waiting = [];
  }

  /** Look up what is quickly said: a single letter, or the frequent phrases of a word. */
  async start() {
    const tiers = [...this.index.tiers.values()];
    if (this.base.length === 1) {
      await Promise.all(tiers.map((tier) => this.single(tier)));
    } else {
      this.wait((await Promise.all(tiers.map((tier) => this.phrases(tier)))).flat());
    }
  }

  /** @param {Object[]} pairs More of them; those that cannot change the answer any more are left out. */
  wait(pairs = []) {
    const waiting = [...this.waiting, ...pairs].filter((pair) => this.isNeeded(pair));
    this.waiting = waiting.sort((one, other) => one.size - other.size);
  }

  /** Bytes of the next pair; infinite where none is left. */
  get next() {
    return this.waiting.length ? this.waiting[0].size : Infinity;
  }

  /** Look up the rarest pairs, up to some size, or read the pages of the documents that are left. */
  async step(limit) {
    const isDone = await this.readPages();
    const count = this.waiting.filter(({ size }) => size <= limit).length;
    const pairs = this.waiting.splice(0, isDone ? Infinity : Math.min(count, ROUND));
    if (isDone) return;
    this.wait(await Promise.all(pairs.map((pair) => this.pair(pair))));
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

  /**
   * Look up the phrases of the word that may be frequent.
   * @returns {Promise<{offset: number, sections: Object[]}[]>} The pairs still to look up, and where.
   */
  async phrases(tier) {
    const listed = new Map(tier.sections.map((section) => [section, []]));
    const phrases = this.pieces(tier).filter(({ length }) => length === PHRASE);
    const jobs = phrases.map(async ({ offset }) => {
      for (const section of await this.phrase(tier, offset)) listed.get(section).push(offset);
    });
    await Promise.all(jobs);
    const alike = new Map();
    for (const [section, offsets] of listed) {
      const known = offsets.sort((one, other) => one - other).join();
      alike.set(known, [...(alike.get(known) || []), section]);
    }
    return Array.from(alike.values()).flatMap((sections) => this.pairs(tier, listed.get(sections[0]), sections));
  }

  /** The pairs that hold the letters which these phrases do not: those with the fewest bytes. */
  pairs(tier, phrases, sections) {
    const last = this.base.length - 2;
    const isKnown = (at) => phrases.some((offset) => offset <= at && at < offset + PHRASE);
    /** For each number of letters the cheapest way to know so many first ones. */
    const ways = [{ cost: 0, offsets: [] }];
    const offer = (letters, way) => {
      if (!ways[letters] || way.cost < ways[letters].cost) ways[letters] = way;
    };
    for (let at = 0; at < this.base.length; at++) {
      const { cost, offsets } = ways[at];
      if (isKnown(at)) offer(at + 1, ways[at]);
      for (const offset of [at - 1, at].filter((one) => one >= 0 && one <= last)) {
        const more = { cost: cost + this.bytes(tier, offset), offsets: [...offsets, offset] };
        offer(offset + 1, more);
        offer(offset + 2, more);
      }
    }
    return ways[this.base.length].offsets.map((offset) => {
      const bucket = pairBucket(this.base[offset], this.base[offset + 1]);
      return { tier, offset, sections, bucket, size: tier.sizes[bucket], isFrequent: false };
    });
  }

  /** What a pair takes at most. */
  bytes(tier, offset) {
    const pair = [this.base[offset], this.base[offset + 1]];
    return tier.sizes[pairBucket(...pair)] + tier.sizes[frequentBucket(...pair)];
  }

  /** Cut the word into phrases and pairs that together hold all letters. */
  pieces(tier) {
    const { base } = this;
    const isPhrase = (at) =>
      at + PHRASE <= base.length &&
      tier.phrases.has(phraseHash(base.slice(at, at + PHRASE)) % HINTS);
    const pieces = [];
    for (let end = 0; end < base.length; ) {
      let start = end;
      while (start > Math.max(-1, end - PHRASE) && !isPhrase(start)) start--;
      const isFound = start > Math.max(-1, end - PHRASE);
      const piece = isFound ? { offset: start, length: PHRASE } : { offset: Math.min(end, base.length - 2), length: 2 };
      pieces.push(piece);
      end = piece.offset + piece.length;
    }
    return pieces;
  }

  /** @returns {Promise<Object[]>} The sections in which the phrase is frequent. */
  async phrase(tier, offset) {
    const letters = this.base.slice(offset, offset + PHRASE);
    const readers = await this.index.bucket(tier, phraseBucket(letters));
    let typed = 0;
    letters.forEach((_, at) => (typed |= this.gaps[offset + at] ? 1 << at : 0));
    // What stands before the word is nothing to it.
    const mask = offset ? 0xff : 0xfe;
    return tier.sections.filter((section, at) => {
      const reader = readers[at];
      if (!reader || !reader.bytes.length) return false;
      reader.slots(section.ends.length);
      const stands = reader.phrase(section, letters);
      if (stands) {
        this.keep(section, stands.map(({ address, pattern }) => [address - offset, ((pattern ^ typed) & mask) === 0]));
      }
      return Boolean(stands);
    });
  }

  isNeeded({ sections }) {
    return sections.some((section) => !this.places.has(section) || this.places.get(section).length);
  }

  /** @returns {Promise<Object>} The same pair, in the sections where it is among the frequent ones. */
  async pair({ tier, offset, sections, bucket, isFrequent }) {
    const pair = [this.base[offset], this.base[offset + 1]];
    const readers = await this.index.bucket(tier, bucket);
    const typed = (this.gaps[offset] ? 2 : 0) + (this.gaps[offset + 1] ? 1 : 0);
    const mask = offset ? 3 : 1;
    const wanted = new Set(sections);
    const others = [];
    tier.sections.forEach((section, at) => {
      if (!wanted.has(section)) return;
      const reader = readers[at];
      const stands = reader ? reader.pair(section, pair, isFrequent) : [];
      if (!stands) {
        others.push(section);
        return;
      }
      this.keep(
        section,
        stands.map((place) => [Math.floor(place / 4) - offset, (((place % 4) ^ typed) & mask) === 0]),
      );
    });
    const next = frequentBucket(...pair);
    return { tier, offset, sections: others, bucket: next, size: tier.sizes[next], isFrequent: true };
  }

  /** Keep the places that are also among these. @param {[number, boolean][]} others Rising. */
  keep(section, others) {
    const places = this.places.get(section);
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
    const bytes = this.waiting.reduce((sum, { size }) => sum + size, 0);
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

/** The document of an address. */
function textAt(section, address) {
  return section.first + Math.floor(slotOf(section, address) / FIELDS);
}

/** The field of an address. */
function slotOf({ ends }, address) {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > address) high = middle;
    else low = middle + 1;
  }
  return low;
}
