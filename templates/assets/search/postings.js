// The bytes of the index, as site_builder/search/postings.py wrote them.

const PAIR_BUCKETS = 4096;
const FREQUENT_BUCKETS = 1024;
const LETTER_BUCKETS = 1024;
const FIRST_LETTERS = PAIR_BUCKETS + FREQUENT_BUCKETS;
const BUCKETS = FIRST_LETTERS + LETTER_BUCKETS;
const MULTIPLIER = 0x9e3779b1;
const REMAINDER = 0xfffff;
const PHRASE = 8;
const BITMAP = 255;
const PAGE = 256;
/** Numbers that say which phrases are worth asking for. */
const HINTS = 2 ** 20;
/** Numbers in a column are written as characters from here on. */
const FIRST = 0x20;
const CARRY = 0xe000;
const MOST = 0xd800 - FIRST;

/** Two letters as one number of 32 bits, without their planes. */
const pairNumber = (one, other) =>
  ((one & 0xff) | ((other & 0xff) << 8) | (((one >> 8) & 0xff) << 16) | (((other >> 8) & 0xff) << 24)) >>> 0;
const pairHash = (one, other) => Math.imul(pairNumber(one, other), MULTIPLIER) >>> 0;
const pairBucket = (one, other) => pairHash(one, other) >>> 20;
const frequentBucket = (one, other) => PAIR_BUCKETS + (pairBucket(one, other) % FREQUENT_BUCKETS);
const letterBucket = (letter) => FIRST_LETTERS + (letter % LETTER_BUCKETS);
/** @param {number[]} letters */
const phraseBucket = (letters) => FIRST_LETTERS + (Math.imul(phraseHash(letters), MULTIPLIER) >>> 22);

/** @param {number[]} letters @returns {number} */
function phraseHash(letters) {
  return letters.reduce((value, letter) => (Math.imul(value, 31) + letter) >>> 0, 0);
}

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

/** Reads the parts of a bucket one behind the other. */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
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
   * if its second is.
   * @param {{size: number, width: number}} section @param {number[]} pair
   * @param {boolean} isFrequent Whether these are frequent pairs.
   * @returns {number[]|null} Null where it is found among the frequent pairs.
   */
  pair(section, [one, other], isFrequent) {
    const hash = pairHash(one, other);
    const wanted = (one >> 16) | ((other >> 16) << 4);
    const places = [];
    while (this.at < this.bytes.length) {
      const isAlike = !isFrequent || this.bytes[this.at++] === hash >>> 30;
      const [head] = this.numbers(1, 3);
      const flags = head >> 20;
      const planes = flags & 4 ? this.bytes[this.at++] : 0;
      const count = flags & 8 ? 1 : this.varint();
      const isWanted = isAlike && (head & REMAINDER) === (hash & REMAINDER) && planes === wanted;
      if (isWanted && !count) return null;
      const variant = (flags & 1) * 2 + ((flags >> 1) & 1);
      for (const address of this.addresses(count, section, !isWanted)) places.push(address * 4 + variant);
    }
    return places.sort((first, second) => first - second);
  }

  /**
   * Read the letters; of one of them the fields that hold it.
   * @param {number} slots How many fields there are. @param {number} [letter] @returns {number[]}
   */
  slots(slots, letter = -1) {
    const bitmap = Math.ceil(slots / 8);
    const found = [];
    for (let count = this.varint(); count > 0; count--) {
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

  /**
   * Read where a phrase stands: each address with a bit for each letter, set if it is spaced.
   * @param {{size: number, width: number}} section @param {number[]} letters
   * @returns {{address: number, pattern: number}[]|null} Null where it is not frequent.
   */
  phrase(section, letters) {
    let found = null;
    while (this.at < this.bytes.length) {
      const key = this.numbers(PHRASE, 2);
      const pattern = this.bytes[this.at++];
      const isWanted = key.every((letter, at) => letter === letters[at]);
      const addresses = this.addresses(this.varint(), section, !isWanted);
      if (isWanted) found = [...(found || []), ...addresses.map((address) => ({ address, pattern }))];
    }
    return found && found.sort((one, other) => one.address - other.address);
  }
}
