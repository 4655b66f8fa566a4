// The index: which files it has, and what of them a question needs. search/segment.py says how it is made.

const FIELDS = 3;
/** Fields take whole numbers of so many addresses. */
const FIELD_UNIT = 16;
/** From so many addresses on, each takes four bytes. */
const WIDE = 65536;
/** Buckets that are at most so many times as large as the smallest are fetched with it. */
const SIMILAR = 2;
/** A bucket of lists says first how long each group's part is, in so many bytes, if it is less than that. */
const [HEAD, UNSTATED] = [2, 0xffff];
/** Bytes: a bucket fetched whole at once, and a gap not worth a piece of its own; and pieces at most. */
const [WHOLE, GAP, PIECES] = [6000, 400, 12];

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
    tier.groups.push([]);
    for (const size of group.sections) {
      const ends = [];
      let end = 0;
      for (const last = field + size * FIELDS; field < last; field++) ends.push((end += lengths[field] * FIELD_UNIT));
      const place = { number: tier.sections.length, group: tier.groups.length - 1 };
      const section = { first, ends, size: end, width: end > WIDE ? 4 : 2, ...place };
      tier.sections.push(section);
      tier.groups[place.group].push(section);
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
    const reader = new Reader(await this.bytes(tier, number, 0, tier.sizes[number]));
    return tier.sections.map(() => reader.part(reader.varint()));
  }

  /** Fetch a part of a bucket. @returns {Promise<Uint8Array>} */
  async bytes(tier, number, from, to) {
    const wide = BUCKETS / tier.shards;
    const shard = Math.floor(number / wide);
    const first = tier.sizes.slice(shard * wide, number).reduce((sum, size) => sum + size, 0);
    const [start, end] = [first + from, first + to];
    const address = `${this.folder}${tier.name}-${shard.toString(16).padStart(2, "0")}.bin?v=${tier.version}`;
    const whole = this.kept.get(address);
    if (whole) return (await whole).subarray(start, end);
    return this.once(`${address}#${start}-${end}`, () => this.piece(address, start, end));
  }

  /** About how many bytes of lists are to be fetched. @param {number[]} numbers */
  listBytes(tier, numbers, sections) {
    const share = shareOf(tier, sections);
    return numbers.reduce((sum, number) => sum + share * tier.sizes[PAIR_BUCKETS + number], 0);
  }

  /** @returns {Promise<Map<number, Map<Object, Reader>>>} For each bucket of lists a reader for each section. */
  async lists(tier, numbers, sections) {
    const readers = numbers.map(async (number) => [number, await this.listsOf(tier, PAIR_BUCKETS + number, sections)]);
    return new Map(await Promise.all(readers));
  }

  /** Fetch of a bucket of lists what some sections have in it; their neighbours', where that is simpler. */
  async listsOf(tier, number, sections) {
    const head = HEAD * tier.groups.length;
    const size = tier.sizes[number];
    const isWhole = size < WHOLE || shareOf(tier, sections) === 1;
    const heads = new Reader(await this.bytes(tier, number, 0, isWhole ? size : head));
    const sizes = heads.numbers(tier.groups.length, HEAD);
    const wanted = [...new Set(sections.map(({ group }) => group))].sort((one, other) => one - other);
    const isStated = sizes.every((one) => one < UNSTATED);
    const all = [{ first: 0, last: sizes.length - 1, start: head, end: size }];
    const spans = isWhole || !isStated ? all : spansOf(wanted, sizes, head);
    const found = new Map();
    const jobs = spans.map(async ({ first, last, start, end }) => {
      const reader = isWhole ? heads : new Reader(await this.bytes(tier, number, start, end));
      for (const section of tier.groups.slice(first, last + 1).flat()) found.set(section, reader.part(reader.varint()));
    });
    await Promise.all(jobs);
    return found;
  }

  /** @param {string} address @returns {Promise<Uint8Array>} */
  async piece(address, start, end) {
    const range = { headers: { Range: `bytes=${start}-${end - 1}` } };
    // A server that compresses pieces in spite of the browser is asked for the whole file.
    const isWhole = ({ status, bytes }) => status !== 206 || bytes.length === end - start;
    let answer = await download(address, range).catch(() => download(address));
    // A browser's cache may hand out an empty piece while another of the same file is written to it.
    if (!isWhole(answer)) answer = await download(address, { ...range, cache: "no-store" });
    if (!isWhole(answer)) throw new Error(`${address}: ${answer.bytes.length} bytes`);
    const { status, bytes } = answer;
    if (status === 206) return bytes;
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
      const limits = limitsOf(lookups.flat());
      if (!limits.size) break;
      await Promise.all(lookups.flat().map((lookup) => lookup.step(limits)));
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

/** How much of a bucket about is to be fetched for some sections: all of it, where that is not much more. */
function shareOf(tier, sections) {
  const share = (2 * new Set(sections.map(({ group }) => group)).size) / tier.groups.length;
  return share < 0.7 ? share : 1;
}

/**
 * Which pieces of a bucket hold the parts of some groups: few pieces, with small gaps in them.
 * @param {number[]} wanted Groups, rising. @param {number[]} sizes Bytes of each group. @param {number} head
 */
function spansOf(wanted, sizes, head) {
  const ends = sums(sizes).map((end) => head + end);
  const spanOf = (group) => ({ first: group, last: group, start: ends[group] - sizes[group], end: ends[group] });
  const spans = wanted.map(spanOf);
  const gap = (at) => spans[at + 1].start - spans[at].end;
  for (;;) {
    const gaps = spans.slice(1).map((_, at) => gap(at));
    const least = Math.min(...gaps);
    if (!gaps.length || (least > GAP && spans.length <= PIECES)) return spans;
    const at = gaps.indexOf(least);
    const [one, other] = spans.slice(at, at + 2);
    spans.splice(at, 2, { ...one, last: other.last, end: other.end });
  }
}

/**
 * Up to how many bytes buckets are fetched now. What stands in one tier rules out nothing in another,
 * so no tier waits for another.
 * @param {Lookup[]} lookups @returns {Map<Object, number>} By tier.
 */
function limitsOf(lookups) {
  const limits = new Map();
  for (const { tier, size } of lookups.flatMap(({ waiting }) => waiting)) {
    limits.set(tier, Math.min(limits.get(tier) ?? Infinity, SIMILAR * size));
  }
  return limits;
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

function tierOf({ name, version, shards, sizes }) {
  return { name, version, shards, sizes: readColumn(sizes), sections: [], groups: [] };
}

/** Join a facet's columns. Values with a place of their own come first, then the most frequent. */
function facetOf(id, order, groups, number) {
  const names = groups.flatMap(({ facets, sections }) => {
    const [values, packed] = facets[number];
    const size = sections.reduce((one, other) => one + other);
    return readChoices(packed, size, values.length).map((value) => values[value]);
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

/** @param {string} root Address of the site, ending in a slash. @returns {Promise<Index>} */
async function openIndex(root) {
  // Asked for anew each time: it names the versions of all other files.
  const answer = await fetch(`${root}search/index.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`index.json: ${answer.status}`);
  return new Index(root, await answer.json());
}
