/**
 * LZ4 frames and blocks.
 */
import { describe, expect, it } from 'vitest';
import { unpackLz4Block, unpackLz4Frame } from '../../../lib/formats/binary/lz4.js';
import { zstdClaim } from '../../../lib/formats/binary/zstd-frame.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const text = (value: Uint8Array) => new TextDecoder().decode(value);

describe('LZ4', () => {
  it('decompresses literals and self-overlapping matches', () => {
    // one literal a, a match of offset 1 and length 4 + 5, five literals
    expect(text(unpackLz4Block(bytes(0x15, 0x61, 1, 0, 0x50, 0x62, 0x63, 0x64, 0x65, 0x66), 15))).toBe(
      'aaaaaaaaaabcdef',
    );
  });

  it('decompresses an empty block', () => {
    expect(unpackLz4Block(bytes(0), 0)).toEqual(bytes());
  });

  it('decompresses frames of stored blocks', () => {
    const frame = bytes(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 3, 0, 0, 0x80, 0x61, 0x62, 0x63, 0, 0, 0, 0);
    expect(text(unpackLz4Frame(frame, 3))).toBe('abc');
    expect(() => unpackLz4Frame(frame, 4)).toThrow(/3 bytes, 4 expected/);
    expect(() => unpackLz4Frame(frame.subarray(0, 12), 3)).toThrow(RangeError);
  });

  it.each([
    ['literals beyond the end', bytes(0x50, 0x61)],
    ['a match before the start', bytes(0x10, 0x61, 9, 0)],
    ['more bytes than expected', bytes(0x1f, 0x61, 1, 0, 255, 255, 0)],
    ['a truncated length', bytes(0xf0, 255)],
  ])('rejects %s', (_, block) => {
    expect(() => unpackLz4Block(block, 10)).toThrow(RangeError);
  });
});

describe('Zstandard frames', () => {
  it('report the memory that they claim', () => {
    expect(zstdClaim(bytes(0x28, 0xb5, 0x2f, 0xfd, 0x20, 7, 1, 0, 0))).toBe(7); // one segment of 7 bytes
    expect(zstdClaim(bytes(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0, 0, 0))).toBe(2 ** 41); // the largest window
    expect(zstdClaim(bytes(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x80, 0))).toBe(2 ** 31);
    expect(zstdClaim(bytes(1, 2, 3, 4, 5, 6))).toBe(0);
  });
});
