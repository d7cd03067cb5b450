/**
 * Undoes bzip2.
 *
 * A stream is a row of blocks; each holds up to 900 000 bytes whose runs were shortened, which were sorted by what
 * follows them (Burrows & Wheeler), moved to front, and coded in up to six Huffman codes that change every 50 symbols.
 *
 * @module
 * @see Burrows & Wheeler 1994, Digital SRC Research Report 124; the layout of the bits is that of bzip2 1.0
 */
import { BitReader } from './bit-reader.js';

const BLOCK_MARK = 0x314159265359;
const END_MARK = 0x177245385090;

/** Symbols after which the next Huffman code is chosen. */
const GROUP_LENGTH = 50;

/** Longest Huffman code [bit]. */
const MAX_CODE_LENGTH = 20;

/** Maximum size unpacked in memory, because a few bytes can represent 46 MB [byte]. */
const MAX_BYTES = 2 ** 31;

/**
 * The unpacked bytes; consecutive streams are joined, anything after them is ignored.
 *
 * @throws Error that says what is wrong with the stream, RangeError if more than 2 GB come out
 */
export function bunzip2(bytes: Uint8Array): Uint8Array {
  const reader = new BitReader(bytes);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let stream = 0; startsStream(reader, stream > 0); stream++) {
    const blockLength = 100_000 * (reader.bits(8) - 0x30);
    let streamSum = 0;
    for (let mark = reader.bits48(); mark !== END_MARK; mark = reader.bits48()) {
      if (mark !== BLOCK_MARK) throw new Error(`no block begins at byte ${reader.byte - 6}`);
      const expected = reader.bits32();
      const block = unpackedBlock(reader, blockLength);
      const sum = checksum(block);
      if (sum !== expected) throw new Error(`the checksum of the block before byte ${reader.byte} is wrong`);
      streamSum = ((streamSum << 1) | (streamSum >>> 31)) ^ sum;
      parts.push(block);
      length += block.length;
      if (length > MAX_BYTES) throw new RangeError('more than 2 GB');
    }
    if (reader.bits32() !== streamSum) throw new Error('the checksum of the stream is wrong');
    reader.toWholeByte();
  }
  return joined(parts, length);
}

/** Reads `BZh`; after a stream anything else is the end. */
function startsStream(reader: BitReader, isLater: boolean): boolean {
  if (isLater && reader.remaining < 80) return false;
  if (reader.bits(24) === 0x425a68) return true;
  if (isLater) return false;
  throw new Error('it does not begin with BZh');
}

/** One block, from its start to its bytes. */
function unpackedBlock(reader: BitReader, blockLength: number): Uint8Array {
  if (reader.bits(1) === 1) throw new Error('it was made by bzip2 0.9, whose random order is not undone');
  const origin = reader.bits(24);
  const sorted = sortedBytes(reader, blockLength);
  if (origin >= sorted.length) throw new Error(`the block before byte ${reader.byte} begins outside itself`);
  return withRuns(unsorted(sorted, origin));
}

/** The bytes in sorted order: Huffman codes, runs of the front symbol, positions in the move-to-front list. */
function sortedBytes(reader: BitReader, blockLength: number): Uint8Array {
  const front = usedBytes(reader);
  const codeCount = reader.bits(3);
  const selectors = selectorsOf(reader, codeCount);
  const symbolCount = front.length + 2;
  const codes = Array.from({ length: codeCount }, () => huffmanCode(reader, symbolCount));
  const out = new Uint8Array(blockLength);
  const endSymbol = symbolCount - 1;
  let length = 0;
  let runLength = 0;
  let runWeight = 1;
  for (let group = 0; ; group++) {
    if (group >= selectors.length) throw new Error(`the block before byte ${reader.byte} does not end`);
    const code = codes[selectors[group]];
    for (let k = 0; k < GROUP_LENGTH; k++) {
      const symbol = nextSymbol(reader, code);
      if (symbol <= 1) {
        // digits 1 and 2 of the run's length to base 2
        runLength += runWeight << symbol;
        runWeight *= 2;
        if (runLength > blockLength) throw new Error(`the block before byte ${reader.byte} is too long`);
        continue;
      }
      if (length + runLength + (symbol === endSymbol ? 0 : 1) > blockLength)
        throw new Error(`the block before byte ${reader.byte} is too long`);
      out.fill(front[0], length, length + runLength);
      length += runLength;
      runLength = 0;
      runWeight = 1;
      if (symbol === endSymbol) return out.subarray(0, length);
      const byte = front[symbol - 1];
      front.copyWithin(1, 0, symbol - 1);
      front[0] = byte;
      out[length++] = byte;
    }
  }
}

/** The bytes that occur in the block, in order. */
function usedBytes(reader: BitReader): Uint8Array {
  const ranges = reader.bits(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const members = reader.bits(16);
    for (let i = 0; i < 16; i++) if ((members & (0x8000 >> i)) !== 0) used.push(16 * range + i);
  }
  if (used.length === 0) throw new Error(`the block before byte ${reader.byte} uses no byte`);
  return Uint8Array.from(used);
}

/** Which code each group of symbols uses, as places in a list from which the last used moves to the front. */
function selectorsOf(reader: BitReader, codeCount: number): Uint8Array {
  const count = reader.bits(15);
  if (codeCount < 2 || codeCount > 6 || count === 0)
    throw new Error(`the block before byte ${reader.byte} has ${codeCount} codes and ${count} groups`);
  const front = [0, 1, 2, 3, 4, 5];
  return new Uint8Array(count).map(() => {
    let place = 0;
    while (reader.bits(1) === 1)
      if (++place >= codeCount) throw new Error(`a group before byte ${reader.byte} has no code`);
    const [chosen] = front.splice(place, 1);
    front.unshift(chosen);
    return chosen;
  });
}

/** A Huffman code, by length of its code words. */
interface HuffmanCode {
  /** Symbols in the order of their code words. */
  readonly symbols: Uint16Array;
  /** For each length: the first code word that is too large for it. */
  readonly limit: Int32Array;
  /** For each length: the offset from a code word to its position among the symbols. */
  readonly offset: Int32Array;
}

function huffmanCode(reader: BitReader, symbolCount: number): HuffmanCode {
  const lengths = new Uint8Array(symbolCount);
  let length = reader.bits(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    while (reader.bits(1) === 1) length += reader.bits(1) === 0 ? 1 : -1;
    if (length < 1 || length > MAX_CODE_LENGTH)
      throw new Error(`a code word before byte ${reader.byte} has ${length} bits`);
    lengths[symbol] = length;
  }
  const symbols = new Uint16Array(symbolCount);
  const limit = new Int32Array(MAX_CODE_LENGTH + 1);
  const offset = new Int32Array(MAX_CODE_LENGTH + 1);
  let word = 0;
  let place = 0;
  for (let bits = 1; bits <= MAX_CODE_LENGTH; bits++) {
    word *= 2;
    offset[bits] = place - word;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (lengths[symbol] !== bits) continue;
      symbols[place++] = symbol;
      word++;
    }
    limit[bits] = word;
  }
  return { symbols, limit, offset };
}

/** Reads the next symbol of a Huffman code: called once per symbol, so it allocates nothing. */
function nextSymbol(reader: BitReader, { symbols, limit, offset }: HuffmanCode): number {
  const ahead = reader.peek20();
  for (let bits = 1; bits <= MAX_CODE_LENGTH; bits++) {
    const word = ahead >>> (MAX_CODE_LENGTH - bits);
    if (word >= limit[bits]) continue;
    reader.skip(bits);
    const place = word + offset[bits];
    if (place < 0 || place >= symbols.length) break;
    return symbols[place];
  }
  throw new Error(`no symbol has the bits at byte ${reader.byte}`);
}

/** Undoes the sorting: each entry leads to the byte that follows. */
function unsorted(sorted: Uint8Array, origin: number): Uint8Array {
  const starts = new Int32Array(256);
  for (let i = 0; i < sorted.length; i++) starts[sorted[i]]++;
  for (let byte = 0, sum = 0; byte < 256; byte++) {
    const count = starts[byte];
    starts[byte] = sum;
    sum += count;
  }
  const next = new Int32Array(sorted.length);
  for (let i = 0; i < sorted.length; i++) next[starts[sorted[i]]++] = i;
  const out = new Uint8Array(sorted.length);
  let at = next[origin];
  for (let i = 0; i < out.length; i++) {
    out[i] = sorted[at];
    at = next[at];
  }
  return out;
}

/** Makes runs whole: after four equal bytes one says how many more there are. */
function withRuns(bytes: Uint8Array): Uint8Array {
  let total = 0;
  eachRun(bytes, (_, length) => {
    total += length;
  });
  const out = new Uint8Array(total);
  let at = 0;
  eachRun(bytes, (byte, length) => {
    out.fill(byte, at, at + length);
    at += length;
  });
  return out;
}

/** Calls back for each run of equal bytes; longer ones come in several parts. */
function eachRun(bytes: Uint8Array, use: (byte: number, length: number) => void): void {
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i];
    let length = 1;
    while (length < 4 && bytes[i + length] === byte) length++;
    i += length;
    use(byte, length === 4 && i < bytes.length ? 4 + bytes[i++] : length);
  }
}

let sumTable: Int32Array | null = null;

/** CRC-32 with the highest bit first. */
function checksum(bytes: Uint8Array): number {
  sumTable ??= Int32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
    return sum;
  });
  let sum = -1;
  for (let i = 0; i < bytes.length; i++) sum = (sum << 8) ^ sumTable[(sum >>> 24) ^ bytes[i]];
  return ~sum;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
