// The index: which texts hold a word. site_builder/search/segment.py says how it is made, and why.

const FIRST = 0x20;
const MOST = 0xd800 - FIRST;
const CARRY = 0xe000;
const BUCKETS = 4096;
const FIELDS = 3;
/** Keys fetched at once; a long word that few texts hold after so many is looked up in these texts. */
const ROUND = 6;

/** The bucket of a key. @param {string} key @returns {number} */
function bucketOf(key) {
  let sum = 0;
  for (const character of key) sum = ((sum + character.codePointAt(0)) * 40507) % 0x100000;
  return sum >> 8;
}

/** Read rising numbers written by their distances. @param {string} data @returns {number[]} */
function numbers(data) {
  const found = [];
  let last = 0;
  let carried = 0;
  for (let at = 0; at < data.length; at++) {
    const code = data.charCodeAt(at);
    if (code >= CARRY) {
      carried = (code - CARRY) * MOST;
    } else {
      last += carried + code - FIRST;
      carried = 0;
      found.push(last);
    }
  }
  return found;
}

/** @param {string} column @returns {number[]} */
function small(column) {
  return Array.from(column, (character) => character.charCodeAt(0) - FIRST);
}

/**
 * Keep the places that stand `offset` before a place of the other list. Both rise.
 * @param {number[]} places @param {number[]} others @param {number} offset @returns {number[]}
 */
function before(places, others, offset) {
  const kept = [];
  let at = 0;
  for (const place of places) {
    while (at < others.length && others[at] < place + offset) at++;
    if (others[at] === place + offset) kept.push(place);
  }
  return kept;
}

class Index {
  /** @param {string} folder @param {any} about What index.json says. */
  constructor(folder, about) {
    this.folder = folder;
    this.about = about;
    this.common = new Set(about.common ? about.common.split(" ") : []);
    this.wide = BUCKETS / about.shards;
    this.days = small(about.days);
    this.size = this.days.length;
    this.facets = about.facets.map((facet) => ({ ...facet, column: small(facet.column) }));
    this.kept = new Map();
    const pages = about.pages.map(small);
    let text = 0;
    let file = 0;
    this.groups = about.groups.map((size) => {
      const group = { first: text, size, file, owners: [] };
      // Whose page is whose: field 0 to 2 of text 0, field 0 to 2 of text 1 …
      for (let slot = 0; slot < size * FIELDS; slot++) {
        const many = pages[slot % FIELDS][text + Math.floor(slot / FIELDS)];
        for (let page = 0; page < many; page++) group.owners.push(slot);
      }
      text += size;
      file += Math.ceil(size / about.cards);
      return group;
    });
  }

  /** Fetch a file once. @param {string} name @param {"text"|"json"} as @returns {Promise<any>} */
  file(name, as) {
    if (!this.kept.has(name)) {
      // With the version in its address a browser may keep the file, and never mixes two builds.
      const asked = fetch(`${this.folder}${name}?v=${this.about.version}`).then((answer) => {
        if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
        return answer[as]();
      });
      asked.catch(() => this.kept.delete(name));
      this.kept.set(name, asked);
    }
    return this.kept.get(name);
  }

  /** Read the numbers of a key, for each group. @param {string} key @returns {Promise<number[][]>} */
  async entry(key) {
    const number = Math.floor(bucketOf(key) / this.wide);
    const shard = await this.file(`shard-${number.toString(16).padStart(3, "0")}.txt`, "text");
    return shard.split("\f").map((part) => {
      const mark = `${key}\t`;
      const at = part.startsWith(mark) ? 0 : part.indexOf(`\n${mark}`) + 1;
      if (!at && !part.startsWith(mark)) return [];
      return numbers(part.slice(at + mark.length, part.indexOf("\n", at)));
    });
  }

  /** What the list of results shows of a text. @param {number} text @returns {Promise<any>} */
  async card(text) {
    const group = this.groups.find((one) => text < one.first + one.size);
    const within = text - group.first;
    const cards = await this.file(`cards-${group.file + Math.floor(within / this.about.cards)}.json`, "json");
    return cards[within % this.about.cards];
  }

  /**
   * Choose keys that together hold every character of a word, each with its offset in the word.
   * @param {string[]} word Two characters or more, and not common itself.
   * @returns {{key: string, offset: number}[]}
   */
  keys(word) {
    const found = [];
    for (let end = 0; end < word.length; ) {
      let start = Math.min(end, word.length - 2);
      end = start + 2;
      // A common key has no places: it grows to the right, and to the left at the word's end.
      while (end - start < this.about.longest && this.common.has(word.slice(start, end).join(""))) {
        if (end < word.length) end += 1;
        else start -= 1;
      }
      found.push({ key: word.slice(start, end).join(""), offset: start });
    }
    return found;
  }

  /**
   * Find a folded word.
   * @param {string} text
   * @returns {Promise<Uint8Array>} For each text the fields that hold it: 1 title, 2 numbers, 4 lines.
   */
  async find(text) {
    const word = Array.from(text);
    const found = new Uint8Array(this.size);
    if (word.length === 1 || this.common.has(text)) {
      (await this.entry(text)).forEach((slots, at) => this.mark(found, at, slots));
      return found;
    }
    const keys = this.keys(word);
    let places = null;
    for (let at = 0; at < keys.length; at += ROUND) {
      const some = keys.slice(at, at + ROUND);
      const entries = await Promise.all(some.map(({ key }) => this.entry(key)));
      entries.forEach((entry, number) => {
        const { offset } = some[number];
        places = places
          ? places.map((group, which) => before(group, entry[which], offset))
          : entry;
      });
      found.fill(0);
      places.forEach((group, which) => this.mark(found, which, group, this.about.page));
      const texts = Array.from(found.keys()).filter((one) => found[one]);
      if (at + ROUND < keys.length && texts.length <= ROUND) return this.read(text, texts);
    }
    return found;
  }

  /** Look a word up in a few texts themselves. @param {string} word @param {number[]} texts */
  async read(word, texts) {
    const found = new Uint8Array(this.size);
    const cards = await Promise.all(texts.map((text) => this.card(text)));
    cards.forEach((card, at) => {
      const fields = [[card.title], card.numbers, [...card.lines, ...card.facts.map(([, value]) => value)]];
      fields.forEach((lines, field) => {
        if (lines.some((line) => fold(line).includes(word))) found[texts[at]] |= 1 << field;
      });
    });
    return found;
  }

  /** Mark the texts of some places of a group, or of some of its fields where `page` is 0. */
  mark(found, which, places, page = 0) {
    const { first, owners } = this.groups[which];
    for (const place of places) {
      const slot = page ? owners[Math.floor(place / page)] : place;
      found[first + Math.floor(slot / FIELDS)] |= 1 << (slot % FIELDS);
    }
  }

  /**
   * Find the texts that hold all words of a query; without words, all texts.
   * @param {Term[]} words
   * @returns {Promise<{text: number, rank: number}[]>} Rank 0 for a word in the title, 1 in a
   *   number, 2 elsewhere; the words' ranks are added.
   */
  async search(words) {
    const all = await Promise.all(
      words.map(async ({ text, other }) => {
        const [plain, more] = await Promise.all([this.find(text), other ? this.find(other) : null]);
        return more ? plain.map((fields, at) => fields | more[at]) : plain;
      }),
    );
    const hits = [];
    for (let text = 0; text < this.size; text++) {
      let rank = 0;
      for (const fields of all) {
        const one = fields[text];
        rank += one & 1 ? 0 : one & 2 ? 1 : one ? 2 : Infinity;
      }
      if (rank !== Infinity) hits.push({ text, rank });
    }
    return hits;
  }
}

/** @param {string} folder Address of the index, ending in a slash. @returns {Promise<Index>} */
async function openIndex(folder) {
  // Asked for anew each time: it names the version of all other files.
  const answer = await fetch(`${folder}index.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`index.json: ${answer.status}`);
  return new Index(folder, await answer.json());
}
