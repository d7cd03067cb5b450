import { describe, expect, it } from 'vitest';
import { describeFlags, SourceFlag } from '../../lib/frame/source-flags.js';

describe('source flags', () => {
  it('are distinct single bits', () => {
    const bits = Object.values(SourceFlag);
    expect(new Set(bits).size).toBe(bits.length);
    for (const bit of bits) expect(Number.isInteger(Math.log2(bit))).toBe(true);
  });

  it('are named, lowest first', () => {
    expect(describeFlags(0)).toEqual([]);
    expect(describeFlags(SourceFlag.saturated | SourceFlag.truncated)).toEqual(['truncated', 'saturated']);
    expect(describeFlags(SourceFlag.notAligned)).toEqual(['notAligned']);
  });

  it('are printed as numbers where they have no name', () => {
    expect(describeFlags((2 ** 20) | 4)).toEqual(['masked', 'bit 1048576']);
  });
});
