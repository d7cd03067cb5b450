import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextCodes } from '../../lib/table/keys/text-codes.js';

describe('text codes', () => {
  test('are indices into the distinct texts, also for texts that share a slot', () => {
    // the same length and the same character in the middle: B1B and C1C
    const text = fc.oneof(fc.constantFrom('', 'V', 'B', 'B1B', 'C1C', 'F435W', 'F814W'), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(text), fc.array(text), (texts, sought) => {
        const codes = new TextCodes();
        const different = [...new Set(texts)];
        expect([...codes.add(texts, null)]).toEqual(texts.map(one => different.indexOf(one)));
        expect([...codes.find(sought, null)]).toEqual(sought.map(one => different.indexOf(one)));
        expect([codes.size, codes.texts]).toEqual([different.length, different]);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test('of ten thousand distinct texts are increasing', () => {
    const texts = Array.from({ length: 10_000 }, (_, i) => `star ${i}`);
    const codes = new TextCodes();
    expect([...codes.add(texts, null)]).toEqual(texts.map((_, i) => i));
    expect([...codes.find(['star 9999', 'star 10000', 'star 0'], null)]).toEqual([9999, -1, 0]);
  });

  test('of missing texts are -1, and use no index', () => {
    const codes = new TextCodes();
    expect([...codes.add(['', 'V', '', 'B'], Uint8Array.of(0, 1, 0, 1))]).toEqual([-1, 0, -1, 1]);
    expect([...codes.find(['B', 'B'], Uint8Array.of(1, 0))]).toEqual([1, -1]);
  });
});
