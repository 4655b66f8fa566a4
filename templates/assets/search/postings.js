// The bytes of the index, as site_builder/search/postings.py wrote them.

const PAIR_BUCKETS = 4096;
const LIST_BUCKETS = 2048;
const LETTER_BUCKETS = 1024;
const FIRST_LETTERS = PAIR_BUCKETS + LIST_BUCKETS;
const BUCKETS = FIRST_LETTERS + LETTER_BUCKETS;
const MULTIPLIER = 0x9e3779b1;
const REMAINDER = 0xfffff;
const BITMAP = 255;
const PAGE = 256;
/** Numbers in a column are written as characters from here on. */
const FIRST = 0x23;
const CARRY = 0xe000;
const MOST = 0xd800 - FIRST;

/** Two letters as one number of 32 bits, without their planes. */
const pairNumber = (one, other) =>
  ((one & 0xff) | ((other & 0xff) << 8) | (((one >> 8) & 0xff) << 16) | (((other >> 8) & 0xff) << 24)) >>> 0;
const pairHash = (one, other) => Math.imul(pairNumber(one, other), MULTIPLIER) >>> 0;
const pairBucket = (one, other) => pairHash(one, other) >>> 20;
/** The lists of which this pair is the first. */
const listBucket = (one, other) => PAIR_BUCKETS + (pairHash(one, other) % LIST_BUCKETS);
const letterBucket = (letter) => FIRST_LETTERS + (letter % LETTER_BUCKETS);
/** Read a column of numbers. @param {string} column @returns {number[]} */
function readColumn(column) {
  const numbers = [];
  let carried = 0;
  for (let at = 0; at < column.length; at++) {
    const code = column.charCodeAt(at);
    if (code >= CARRY) {
      carried = (code - CARRY) * MOST;
    } else {
      numbers.push(carried + code - FIRST);
      carried = 0;
    }
  }
  return numbers;
}

/** Read numbers below a limit. @param {string} packed @param {number} count @param {number} limit @returns {number[]} */
function readChoices(packed, count, limit) {
  const width = 32 - Math.clz32(limit - 1);
  const bytes = atob(packed);
  const numbers = [];
  for (let first = 0; numbers.length < count; first += width) {
    let number = 0;
    for (let bit = 0; bit < width; bit++) {
      number |= ((bytes.charCodeAt((first + bit) >> 3) >> ((first + bit) & 7)) & 1) << bit;
    }
    numbers.push(number);
  }
  return numbers;
}

/** Reads the parts of a bucket one behind the other. */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** @returns {Reader} The same from its beginning. */
  again() {
    return new Reader(this.bytes);
  }

  varint() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      number += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return number;
    }
  }

  /** @param {number} length @returns {Reader} */
  part(length) {
    this.at += length;
    return new Reader(this.bytes.subarray(this.at - length, this.at));
  }

  /** @param {number} count @param {number} width Bytes of each. @returns {number[]} */
  numbers(count, width) {
    const numbers = [];
    for (let read = 0; read < count; read++) {
      let number = 0;
      for (let byte = width - 1; byte >= 0; byte--) number = number * 256 + this.bytes[this.at + byte];
      this.at += width;
      numbers.push(number);
    }
    return numbers;
  }

  /**
   * Read rising addresses, or with `skip` pass over them.
   * @param {number} count @param {{size: number, width: number}} section @returns {number[]}
   */
  addresses(count, { size, width }, skip = false) {
    const pages = Math.ceil(size / PAGE);
    if (count * (8 * (width - 1) - 1) <= pages) {
      if (!skip) return this.numbers(count, width);
      this.at += count * width;
      return [];
    }
    const low = this.at;
    const high = low + count;
    this.at = high + Math.ceil((count + pages) / 8);
    const addresses = [];
    for (let bit = 0; !skip && addresses.length < count; bit++) {
      const number = addresses.length;
      if (this.bytes[high + (bit >> 3)] & (1 << (bit & 7))) {
        addresses.push((bit - number) * PAGE + this.bytes[low + number]);
      }
    }
    return addresses;
  }

  /**
   * Read where a pair stands: four times the address, 2 more if its first letter is spaced and 1 more
   * if its second is; and which lists say the rest.
   * @param {{size: number, width: number}} section @param {number[]} pair
   * @returns {{places: number[], lists: {number: number, shift: number, variant: number}[]}}
   */
  pair(section, [one, other]) {
    const wanted = [pairHash(one, other) & REMAINDER, (one >> 16) | ((other >> 16) << 4)];
    const [places, lists] = [[], []];
    while (this.at < this.bytes.length) {
      const [head] = this.numbers(1, 3);
      const flags = head >> 20;
      const planes = flags & 4 ? this.bytes[this.at++] : 0;
      const count = flags & 8 ? 1 : this.varint();
      const isWanted = (head & REMAINDER) === wanted[0] && planes === wanted[1];
      const variant = (flags & 1) * 2 + ((flags >> 1) & 1);
      if (!count) {
        const list = { number: this.varint(), shift: this.varint(), variant };
        if (isWanted) lists.push(list);
      }
      for (const address of this.addresses(count, section, !isWanted)) places.push(address * 4 + variant);
    }
    return { places, lists };
  }

  /**
   * Read a list of places, and the letters that stand around all of them.
   * @param {{size: number, width: number}} section @param {number} before How many lists stand before it.
   * @returns {{addresses: number[], start: number, around: {letter: number, gap: boolean, isMixed: boolean}[]}}
   *   `start`: where the first of the letters is, from the place; `gap`: whether it stands behind marks.
   */
  list(section, before) {
    for (let passed = 0; passed <= before; passed++) {
      const addresses = this.addresses(this.varint(), section, passed < before);
      const [front, count] = this.numbers(2, 1);
      const letters = this.numbers(count, 2);
      const flags = this.part(Math.ceil((2 * count) / 8)).bytes;
      if (passed < before) continue;
      const isSet = (bit) => Boolean(flags[bit >> 3] & (1 << (bit & 7)));
      const around = letters.map((letter, at) => ({ letter, gap: isSet(at), isMixed: isSet(count + at) }));
      return { addresses, start: -front, around };
    }
  }

  /**
   * Read the letters; of one of them the fields that hold it.
   * @param {number} slots How many fields there are. @param {number} [letter] @returns {number[]}
   */
  slots(slots, letter = -1) {
    const bitmap = Math.ceil(slots / 8);
    const found = [];
    while (this.at < this.bytes.length) {
      const isWanted = this.bytes[this.at++] === Math.floor(letter / LETTER_BUCKETS);
      const length = this.bytes[this.at++];
      const bytes = this.part(length === BITMAP ? bitmap : length).bytes;
      if (!isWanted) continue;
      if (length !== BITMAP) found.push(...bytes);
      for (let slot = 0; length === BITMAP && slot < slots; slot++) {
        if (bytes[slot >> 3] & (1 << (slot & 7))) found.push(slot);
      }
    }
    return found;
  }
}
