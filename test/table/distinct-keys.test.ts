import { describe, expect, test } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import { stored } from '../../lib/table/column/stored-column.js';
import { distinctKeys } from '../../lib/table/keys/distinct-keys.js';
import { floatWords, integerWords } from '../../lib/table/keys/key-words.js';

describe('distinct keys', () => {
  test.each([0, 1, 100, 20_000])('of %i floats are counted, without NaN and with a single zero', rows => {
    const random = randomGenerator(rows);
    const values = Float64Array.from({ length: rows }, (_, i) => Math.round(random.uniform() * rows) / 3 - (i % 2) * 0);
    if (rows > 50) values[50] = NaN;
    if (rows > 52) values.set([0, -0], 51);
    const wanted = new Set(values.filter(value => !Number.isNaN(value))).size;
    expect(distinctKeys(floatWords(stored('float64', values)))).toBe(wanted);
  });

  test('of big integers are counted where floats could not distinguish them, without missing ones', () => {
    const ids = BigInt64Array.from({ length: 30_000 }, (_, i) => 2n ** 60n + BigInt(i >> 1));
    const valid = new Uint8Array(ids.length).fill(1);
    valid[0] = valid[1] = 0;
    expect(distinctKeys(integerWords(stored('int64', ids, valid)))).toBe(14_999);
  });

  test('of a constant column are counted as one', () => {
    expect(distinctKeys(floatWords(stored('float64', new Float64Array(50_000).fill(3))))).toBe(1);
  });
});
