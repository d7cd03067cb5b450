/**
 * Undoes gzip of several members, one after the other, where the machine's own way does not: browsers take one only, and
 * nothing after it.
 *
 * @module
 * @see RFC 1951 (deflate), RFC 1952 (gzip)
 */
import { GrowingBytes } from './growing-bytes.js';

/** Bits of the flags of a member. */
const HEADER_SUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

/**
 * The bytes of all members. Anything after the last that is not a member, such as padding, is ignored.
 *
 * @throws Error that says what is wrong, RangeError if more than 2 GB come out
 */
export function gunzipMembers(bytes: Uint8Array): Uint8Array {
  const out = new GrowingBytes(4 * bytes.length);
  let at = 0;
  do {
    const start = out.length;
    const bits = new LowBits(bytes, dataStart(bytes, at));
    inflate(bits, out);
    at = bits.toWholeByte();
    const sum = new DataView(bytes.buffer, bytes.byteOffset).getInt32(needed(bytes, at, 8), true);
    if (sum !== checksum(out, start)) throw new Error(`the checksum of the member before byte ${at} is wrong`);
    at += 8;
  } while (bytes[at] === 0x1f && bytes[at + 1] === 0x8b);
  return out.taken();
}

/** A position, if this many bytes follow it. */
function needed(bytes: Uint8Array, at: number, count: number): number {
  if (at + count > bytes.length) throw new Error('it ends too early');
  return at;
}

/** Where the packed data of the member at `start` begin. */
function dataStart(bytes: Uint8Array, start: number): number {
  needed(bytes, start, 10);
  if (bytes[start] !== 0x1f || bytes[start + 1] !== 0x8b || bytes[start + 2] !== 8) throw new Error('it is not gzip');
  const flags = bytes[start + 3];
  let at = start + 10;
  if (flags & EXTRA) {
    needed(bytes, at, 2);
    at += 2 + bytes[at] + 256 * bytes[at + 1];
  }
  for (const text of [NAME, COMMENT]) if (flags & text) at = bytes.indexOf(0, needed(bytes, at, 1)) + 1 || bytes.length;
  return needed(bytes, flags & HEADER_SUM ? at + 2 : at, 1);
}

/** Bits of bytes, the lowest of each byte first. */
class LowBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** The next bits, at most 16, as a number. @throws Error if there are not as many */
  take(count: number): number {
    while (this.#count < count) {
      this.#held |= this.#bytes[needed(this.#bytes, this.#at++, 1)] << this.#count;
      this.#count += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  /** Skips the rest of a byte; returns the position of the next. */
  toWholeByte(): number {
    this.#held = 0;
    this.#count = 0; // these were fewer than 8
    return this.#at;
  }
}

/** A Huffman code: the number of code words of each length, and the symbols in the order of their code words. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codeOf(lengths: ArrayLike<number>): Code {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i]]++;
  counts[0] = 0;
  const places = new Uint16Array(17);
  for (let length = 1; length < 16; length++) places[length + 1] = places[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol++)
    if (lengths[symbol] !== 0) symbols[places[lengths[symbol]]++] = symbol;
  return { counts, symbols };
}

/** The next symbol. Words of one length are consecutive numbers, those of the next go on after them. */
function nextSymbol(bits: LowBits, { counts, symbols }: Code): number {
  let word = 0;
  let first = 0;
  let place = 0;
  for (let length = 1; length < 16; length++) {
    word |= bits.take(1);
    const count = counts[length];
    if (word - first < count) return symbols[place + word - first];
    place += count;
    first = (first + count) << 1;
    word <<= 1;
  }
  throw new Error('a code word is invalid');
}

/** Symbols from 257 on: lengths of copies, and the bits that are added to them. */
const LENGTH_BITS: Uint8Array = Uint8Array.from({ length: 29 }, (_, i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1));
const LENGTHS: readonly number[] = startsOf(LENGTH_BITS, 3).map((start, i) => (i === 28 ? 258 : start));

/** How far back a copy begins, and the bits that are added. */
const DISTANCE_BITS: Uint8Array = Uint8Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
const DISTANCES: readonly number[] = startsOf(DISTANCE_BITS, 1);

function startsOf(extraBits: Uint8Array, first: number): number[] {
  let start = first;
  return Array.from(extraBits, bits => {
    start += 2 ** bits;
    return start - 2 ** bits;
  });
}

/** The order of the code lengths of the length code. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function inflate(bits: LowBits, out: GrowingBytes): void {
  const start = out.length;
  for (let isLast = false; !isLast; ) {
    isLast = bits.take(1) === 1;
    const kind = bits.take(2);
    if (kind === 0) copyStored(bits, out);
    else if (kind === 3) throw new Error('a block is of no known kind');
    else inflateBlock(bits, kind === 1 ? FIXED : dynamicCodes(bits), out, start);
  }
}

function copyStored(bits: LowBits, out: GrowingBytes): void {
  bits.toWholeByte();
  const length = bits.take(16);
  if ((bits.take(16) ^ 0xffff) !== length) throw new Error('a stored block has an invalid length');
  for (let i = 0; i < length; i++) out.add(bits.take(8));
}

interface BlockCodes {
  readonly literals: Code;
  readonly distances: Code;
}

const FIXED: BlockCodes = {
  literals: codeOf(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  distances: codeOf(new Uint8Array(30).fill(5)),
};

/** The codes defined in a block, as code lengths that are themselves encoded. */
function dynamicCodes(bits: LowBits): BlockCodes {
  const literals = bits.take(5) + 257;
  const distances = bits.take(5) + 1;
  const known = bits.take(4) + 4;
  const ofLengths = new Uint8Array(19);
  for (let i = 0; i < known; i++) ofLengths[ORDER[i]] = bits.take(3);
  const code = codeOf(ofLengths);
  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length; ) {
    const symbol = nextSymbol(bits, code);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    if (symbol === 16 && i === 0) throw new Error('a repeated length has no predecessor');
    const value = symbol === 16 ? lengths[i - 1] : 0;
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    if (i + times > lengths.length) throw new Error('there are too many lengths');
    lengths.fill(value, i, i + times);
    i += times;
  }
  return { literals: codeOf(lengths.subarray(0, literals)), distances: codeOf(lengths.subarray(literals)) };
}

/** Literal bytes, and copies of earlier bytes, which may overlap themselves. */
function inflateBlock(bits: LowBits, { literals, distances }: BlockCodes, out: GrowingBytes, start: number): void {
  for (;;) {
    const symbol = nextSymbol(bits, literals);
    if (symbol === 256) return;
    if (symbol < 256) {
      out.add(symbol);
      continue;
    }
    if (symbol > 285) throw new Error('a copy has an invalid length');
    const length = LENGTHS[symbol - 257] + bits.take(LENGTH_BITS[symbol - 257]);
    const from = nextSymbol(bits, distances);
    if (from > 29) throw new Error('a copy begins nowhere');
    const distance = DISTANCES[from] + bits.take(DISTANCE_BITS[from]);
    if (distance > out.length - start) throw new Error('a copy begins before the data');
    out.repeat(out.length - distance, length);
  }
}

let sumTable: Int32Array | null = null;

/** CRC-32 with the lowest bit first, of the bytes from `start` on. */
function checksum(bytes: GrowingBytes, start: number): number {
  sumTable ??= Int32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    return sum;
  });
  let sum = -1;
  const all = bytes.from(start);
  for (let i = 0; i < all.length; i++) sum = (sum >>> 8) ^ sumTable[(sum ^ all[i]) & 255];
  return ~sum;
}
