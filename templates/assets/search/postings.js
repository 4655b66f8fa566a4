// The bytes of the index, as site_builder/search/postings.py wrote them.

const BUCKETS = 4096;
const MULTIPLIER = 0x9e3779b1;
const PHRASE = 8;
const DENSE = 255;
/** Numbers that say which phrases are worth asking for. */
const HINTS = 2 ** 20;
/** Numbers in a column are written as characters from here on. */
const FIRST = 0x20;
const CARRY = 0xe000;
const MOST = 0xd800 - FIRST;

/** Two letters as one number of 32 bits, without their planes. */
const pairNumber = (one, other) =>
  ((one & 0xff) | ((other & 0xff) << 8) | (((one >> 8) & 0xff) << 16) | (((other >> 8) & 0xff) << 24)) >>> 0;
const bucketOf = (number) => Math.imul(number, MULTIPLIER) >>> 20;

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

  /** Read rising numbers written by their distances, in UTF-8. @returns {number[]} */
  distances() {
    const end = this.varint() + this.at;
    const numbers = [];
    let last = 0;
    while (this.at < end) {
      let code = this.bytes[this.at++];
      if (code >= 0x80) {
        const more = code >= 0xf0 ? 3 : code >= 0xe0 ? 2 : 1;
        code &= 0x3f >> more;
        for (let byte = 0; byte < more; byte++) code = (code << 6) | (this.bytes[this.at++] & 0x3f);
      }
      last += code;
      numbers.push(last);
    }
    return numbers;
  }

  /**
   * Read the pairs; of one of them where it stands: four times the address, 2 more if its first letter
   * is spaced and 1 more if its second is.
   * @param {number} width @param {number[]} [pair] @returns {number[]}
   */
  pairs(width, pair) {
    const count = this.varint();
    const keys = this.at;
    this.at += count * 5;
    const counts = this.bytes.subarray(this.at, (this.at += count));
    const places = [];
    for (let key = 0; key < count; key++) {
      const variant = pair ? this.variant(keys + key * 5, pair) : -1;
      if (variant < 0) {
        if (counts[key] === DENSE) this.part(this.varint());
        else this.at += counts[key] * width;
        continue;
      }
      const addresses = counts[key] === DENSE ? this.distances() : this.numbers(counts[key], width);
      for (const address of addresses) places.push(address * 4 + variant);
    }
    return places.sort((one, other) => one - other);
  }

  /** Which of the four keys of a pair stands there; -1 for none. */
  variant(at, [one, other]) {
    const { bytes } = this;
    const planes = bytes[at + 4];
    const same =
      bytes[at] === (one & 0xff) &&
      bytes[at + 1] === (other & 0xff) &&
      bytes[at + 2] === ((one >> 8) & 0xff) &&
      bytes[at + 3] === ((other >> 8) & 0xff) &&
      (planes & 3) === one >> 16 &&
      ((planes >> 4) & 3) === other >> 16;
    return same ? ((planes >> 2) & 1) * 2 + ((planes >> 6) & 1) : -1;
  }

  /** Read the letters; of one of them the fields that hold it. @param {number} [letter] @returns {number[]} */
  slots(letter) {
    const found = [];
    for (let count = this.varint(); count > 0; count--) {
      const [code] = this.numbers(1, 3);
      const length = this.bytes[this.at++];
      if (length < DENSE) {
        const slots = this.numbers(length, 1);
        if (code === letter) found.push(...slots);
        continue;
      }
      const bits = this.part(32).bytes;
      for (let slot = 0; code === letter && slot < 256; slot++) {
        if (bits[slot >> 3] & (1 << (slot & 7))) found.push(slot);
      }
    }
    return found;
  }

  /**
   * Read where a phrase stands: each address with a bit for each letter, set if it is spaced.
   * @param {number} width @param {number[]} letters
   * @returns {{address: number, pattern: number}[]|null} Null where it is not frequent.
   */
  phrase(width, letters) {
    let found = null;
    for (let count = this.varint(); count > 0; count--) {
      const key = this.numbers(PHRASE, 2);
      const pattern = this.bytes[this.at++];
      const addresses = this.numbers(this.varint(), width);
      if (key.some((letter, at) => letter !== letters[at])) continue;
      found = [...(found || []), ...addresses.map((address) => ({ address, pattern }))];
    }
    return found && found.sort((one, other) => one.address - other.address);
  }
}
