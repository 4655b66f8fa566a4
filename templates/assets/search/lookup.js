// Where a word stands: its pairs and phrases, one after another, until no place is in doubt.

/** Buckets fetched at once; a word that few documents hold after so many is looked up on their pages. */
const ROUND = 4;
const FEW = 4;

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
  }

  /**
   * @returns {Promise<Uint8Array>} For each document the fields that hold the word: 1 title, 2 numbers,
   *   4 lines; and eight times that where it stands with the marks that were typed.
   */
  async run() {
    const tiers = [...this.index.tiers.values()];
    if (this.base.length === 1) {
      await Promise.all(tiers.map((tier) => this.single(tier)));
      return this.found;
    }
    const pairs = await Promise.all(tiers.map((tier) => this.phrases(tier)));
    const waiting = tiers.map((tier, at) => ({ tier, pairs: bySize(tier, pairs[at]) }));
    for (let round = 0; ; round++) {
      for (const one of waiting) one.pairs = one.pairs.filter((pair) => this.isNeeded(pair));
      const left = waiting.reduce((sum, one) => sum + one.pairs.length, 0);
      if (!left || (round && left > 2 && (await this.readPages(waiting)))) break;
      const some = waiting.flatMap(({ tier, pairs }) => pairs.splice(0, ROUND).map((pair) => this.pair(tier, pair)));
      await Promise.all(some);
    }
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
    return Array.from(alike.values()).flatMap((sections) => this.pairs(listed.get(sections[0]), sections));
  }

  /** The pairs that hold the letters which these phrases do not. */
  pairs(phrases, sections) {
    const pairs = [];
    for (let end = 0; end < this.base.length; ) {
      const known = phrases.filter((offset) => offset <= end && end < offset + PHRASE).pop();
      if (known === undefined) pairs.push(this.need(Math.min(end, this.base.length - 2), sections));
      end = known === undefined ? end + 2 : known + PHRASE;
    }
    return pairs;
  }

  need(offset, sections) {
    return { offset, sections, bucket: pairBucket(this.base[offset], this.base[offset + 1]) };
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

  async pair(tier, { offset, sections, bucket }) {
    const pair = [this.base[offset], this.base[offset + 1]];
    const readers = await this.index.bucket(tier, bucket);
    const typed = (this.gaps[offset] ? 2 : 0) + (this.gaps[offset + 1] ? 1 : 0);
    const mask = offset ? 3 : 1;
    const wanted = new Set(sections);
    tier.sections.forEach((section, at) => {
      if (!wanted.has(section)) return;
      const reader = readers[at];
      const stands = reader && reader.bytes.length ? reader.pair(section, pair) : [];
      this.keep(
        section,
        stands.map((place) => [Math.floor(place / 4) - offset, (((place % 4) ^ typed) & mask) === 0]),
      );
    });
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

  /** Look the word up on the pages of few documents. @returns {Promise<boolean>} Whether all hold it. */
  async readPages(waiting) {
    const texts = new Map();
    for (const { pairs } of waiting) {
      for (const section of new Set(pairs.flatMap(({ sections }) => sections))) {
        const places = this.places.get(section);
        if (!places) return false;
        for (const [start] of places) {
          texts.set(section.first + Math.floor(slotOf(section, start) / FIELDS), section);
        }
        if (texts.size > FEW) return false;
      }
    }
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

/** The rarest first, judging by how much is to fetch; each pair once. */
function bySize(tier, pairs) {
  const size = ({ bucket }) => tier.sizes[bucket];
  return pairs.sort((one, other) => size(one) - size(other));
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
