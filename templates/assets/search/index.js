// The index: which files it has, and what of them a question needs. search/segment.py says how it is made.

const FIELDS = 3;
/** From so many addresses on, each takes four bytes. */
const WIDE = 65536;
/** Buckets that are at most so many times as large as the smallest are fetched with it. */
const SIMILAR = 2;

class Index {
  /** @param {string} root Address of the site. @param {any} about What index.json says. */
  constructor(root, about) {
    this.root = root;
    this.folder = `${root}search/`;
    this.folding = new Folding(about.folding, about.spaced);
    this.kept = new Map();
    this.days = [];
    this.groups = [];
    this.tiers = new Map(about.tiers.map((tier) => [tier.name, tierOf(tier)]));
    for (const group of about.groups) this.add(group);
    this.size = this.days.length;
    this.facets = about.facets.map(({ id, order }, number) => facetOf(id, order, about.groups, number));
  }

  /** Take what is said of a group: whose fields end where, in each of its sections. */
  add(group) {
    const tier = this.tiers.get(group.tier);
    const lengths = readColumn(group.lengths);
    let first = this.days.length;
    this.groups.push({ ...group, first });
    let field = 0;
    for (const size of group.sections) {
      const ends = [];
      let end = 0;
      for (const last = field + size * FIELDS; field < last; field++) ends.push((end += lengths[field] + 1));
      tier.sections.push({ first, ends, size: end, width: end > WIDE ? 4 : 2 });
      first += size;
    }
    this.days.push(...sums(readColumn(group.days)));
  }

  /** Do something once. @param {string} name @param {() => Promise<any>} work @returns {Promise<any>} */
  once(name, work) {
    if (!this.kept.has(name)) {
      const asked = work();
      asked.catch(() => this.kept.delete(name));
      this.kept.set(name, asked);
    }
    return this.kept.get(name);
  }

  /** What the list of results shows of a document. @param {number} text @returns {Promise<any>} */
  async result(text) {
    const group = this.groups.filter(({ first }) => first <= text).pop();
    const results = await this.once(group.name, async () => {
      const answer = await fetch(`${this.folder}${group.name}.json?v=${group.version}`);
      if (!answer.ok) throw new Error(`${group.name}: ${answer.status}`);
      return answer.json();
    });
    return results[text - group.first];
  }

  /** The lines of a document, as its page shows them. @param {string} url @returns {Promise<Line[]>} */
  page(url) {
    return this.once(url, async () => {
      const answer = await fetch(this.root + url);
      return answer.ok ? pageLines(await answer.text()) : [];
    });
  }

  /**
   * Fetch a bucket of a tier: a piece of one of its files, or the whole file from a server that knows
   * no pieces.
   * @returns {Promise<Reader[]>} A reader for each section.
   */
  async bucket(tier, number) {
    if (!tier.sizes[number]) return [];
    const wide = BUCKETS / tier.shards;
    const shard = Math.floor(number / wide);
    const start = tier.sizes.slice(shard * wide, number).reduce((sum, size) => sum + size, 0);
    const end = start + tier.sizes[number];
    const address = `${this.folder}${tier.name}-${shard.toString(16).padStart(2, "0")}.bin?v=${tier.version}`;
    const whole = this.kept.get(address);
    const bytes = whole
      ? (await whole).subarray(start, end)
      : await this.once(`${address}#${number}`, () => this.piece(address, start, end));
    const reader = new Reader(bytes);
    return tier.sections.map(() => reader.part(reader.varint()));
  }

  /** @param {string} address @returns {Promise<Uint8Array>} */
  async piece(address, start, end) {
    const range = { headers: { Range: `bytes=${start}-${end - 1}` } };
    // A server that compresses pieces in spite of the browser is asked for the whole file.
    const { status, bytes } = await download(address, range).catch(() => download(address));
    if (status === 206) {
      if (bytes.length !== end - start) throw new Error(`${address}: ${bytes.length} bytes`);
      return bytes;
    }
    this.kept.set(address, Promise.resolve(bytes));
    return bytes.subarray(start, end);
  }

  /**
   * Find the documents that hold all words of a query; without words, all documents.
   * @param {Term[]} words
   * @returns {Promise<{text: number, rank: number}[]>} The words' ranks are added: 0 for a word in the
   *   title, 1 in a number, 2 elsewhere; 3 more where it stands with other marks than were typed.
   */
  async search(words) {
    const lookups = words.map(({ readings }) => readings.map((letters) => new Lookup(this, letters)));
    await Promise.all(lookups.flat().map((lookup) => lookup.start()));
    for (;;) {
      if (words.length > 1) restrict(lookups);
      const next = Math.min(...lookups.flat().map((lookup) => lookup.next));
      if (next === Infinity) break;
      const waiting = lookups.flat().filter((lookup) => lookup.next <= SIMILAR * next);
      await Promise.all(waiting.map((lookup) => lookup.step(SIMILAR * next)));
    }
    const all = lookups.map((readings) =>
      readings.map((lookup) => lookup.answer()).reduce((one, other) => one.map((fields, at) => fields | other[at])),
    );
    const hits = [];
    for (let text = 0; text < this.size; text++) {
      const rank = all.reduce((sum, fields) => sum + rankOf(fields[text]), 0);
      if (rank !== Infinity) hits.push({ text, rank });
    }
    return hits;
  }
}

/** What one word rules out need not be looked up for the others. @param {Lookup[][]} lookups By word. */
function restrict(lookups) {
  const possible = lookups.map((readings) =>
    readings.map((lookup) => lookup.possible()).reduce((one, other) => one.map((may, at) => may | other[at])),
  );
  const left = possible.reduce((one, other) => one.map((may, at) => may & other[at]));
  for (const lookup of lookups.flat()) lookup.restrict(left);
}

/** Numbers from their distances. @param {number[]} distances @returns {number[]} */
function sums(distances) {
  let sum = 0;
  return distances.map((distance) => (sum += distance));
}

async function download(address, options = {}) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

/** @param {number} fields As `Lookup.run` gives them. @returns {number} */
function rankOf(fields) {
  const exact = fields >> FIELDS;
  if (!fields) return Infinity;
  const best = exact || fields;
  return (best & 1 ? 0 : best & 2 ? 1 : 2) + (exact ? 0 : FIELDS);
}

function tierOf({ name, version, shards, sizes, phrases }) {
  return {
    name,
    version,
    shards,
    sizes: readColumn(sizes),
    phrases: new Set(sums(readColumn(phrases))),
    sections: [],
  };
}

/** Join a facet's columns. Values with a place of their own come first, then the most frequent. */
function facetOf(id, order, groups, number) {
  const names = groups.flatMap(({ facets }) => {
    const [values, column] = facets[number];
    return readColumn(column).map((value) => (value ? values[value - 1] : ""));
  });
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) || 0) + 1);
  counts.delete("");
  const frequent = ([one, many], [other, more]) => more - many || (one < other ? -1 : 1);
  const others = Array.from(counts).filter(([name]) => !order.includes(name)).sort(frequent);
  const values = [...order.filter((name) => counts.has(name)), ...others.map(([name]) => name)];
  const numbers = new Map(values.map((name, at) => [name, at + 1]));
  return { id, values, column: names.map((name) => numbers.get(name) || 0) };
}

/** @param {string} root Address of the site, ending in a slash. @returns {Promise<Index>} */
async function openIndex(root) {
  // Asked for anew each time: it names the versions of all other files.
  const answer = await fetch(`${root}search/index.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`index.json: ${answer.status}`);
  return new Index(root, await answer.json());
}
