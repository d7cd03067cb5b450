/**
 * Checks runs of repeated and bit-packed numbers before they are unpacked (Parquet's RLE/bit-packing hybrid).
 *
 * A run declares its number of values. hyparquet trusts it, so one wrong byte would fill the memory.
 *
 * @module
 */

/** Values that a bit-packed run may have too many: writers fill up their last group. */
const SLACK = 4096;

/**
 * Walks over runs until `count` values are seen or the bytes end.
 *
 * @param bitWidth bits of a value
 * @throws RangeError if a run claims more values than are missing
 */
export function checkRuns(bytes: Uint8Array, start: number, end: number, bitWidth: number, count: number): void {
  if (bitWidth > 32 || start > end || end > bytes.length) throw new RangeError(`runs of ${bitWidth} bits out of place`);
  let at = start;
  let seen = 0;
  while (seen < count && at < end) {
    const header = unsignedVarInt(bytes, at);
    at = header.end;
    const isPacked = header.value % 2 === 1;
    const size = Math.floor(header.value / 2);
    const values = isPacked ? size * 8 : size;
    if (values > count - seen + (isPacked ? SLACK : 0))
      throw new RangeError(`a run of ${values} values where ${count - seen} are missing`);
    at += isPacked ? size * bitWidth : (bitWidth + 7) >> 3;
    seen += values;
  }
}

function unsignedVarInt(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let k = 0; k < 5; k++) {
    if (at + k >= bytes.length) throw new RangeError('runs cut off');
    value += (bytes[at + k] & 0x7f) * 2 ** (7 * k);
    if (bytes[at + k] < 0x80) return { value, end: at + k + 1 };
  }
  throw new RangeError('a run of too many values');
}
