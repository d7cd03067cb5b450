import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stored } from '../../lib/table/column/stored-column.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { type KeyColumn, matchRows, rowPairs, unmatchedRight } from '../../lib/table/keys/hash-rows.js';
import { storeColumn } from '../../lib/table/views/store-column.js';

const key = (values: unknown): KeyColumn => ({ name: 'k', column: storeColumn('k', values) });
const pairs = (left: unknown[], right: unknown[], unmatched: 'drop' | 'keep' = 'drop') => {
  const found = rowPairs(matchRows(left.map(key), right.map(key)), unmatched);
  return Array.from(found.left, (row, i) => [row, found.right[i]]);
};

/** The same matches by brute force. */
function slowPairs(left: readonly unknown[][], right: readonly unknown[][]): number[][] {
  const missing = (value: unknown) => value === null || Number.isNaN(value);
  const equal = (a: unknown, b: unknown) => !missing(a) && !missing(b) && a === b;
  const found: number[][] = [];
  for (let i = 0; i < left[0].length; i++)
    for (let j = 0; j < right[0].length; j++)
      if (left.every((column, k) => equal(column[i], right[k][j]))) found.push([i, j]);
  return found;
}

describe('matching rows', () => {
  test('pairs are in the order of the left rows, and of the right rows within them', () => {
    expect(pairs([[2, 1, 3]], [[1, 2, 1, 2]])).toEqual([
      [0, 1],
      [0, 3],
      [1, 0],
      [1, 2],
    ]);
    expect(pairs([[2, 9, 1]], [[1, 2]], 'keep')).toEqual([
      [0, 1],
      [1, -1],
      [2, 0],
    ]);
  });

  test('right rows without a partner are listed, however many share their key', () => {
    const right = [5, 1, 5, 7, 1];
    expect([...unmatchedRight(matchRows([key([1, 1, 2])], [key(right)]), right.length)]).toEqual([0, 2, 3]);
  });

  test('numbers of all kinds match by value; big integers beyond 2^53 stay distinct', () => {
    const kinds = [Float64Array, Float32Array, Int32Array, Uint8Array].map(kind => kind.from([0, 3, 200]));
    for (const left of [...kinds, BigInt64Array.of(0n, 3n, 200n)])
      for (const right of [...kinds, BigInt64Array.of(0n, 3n, 200n)])
        expect(pairs([left], [right]).map(String)).toEqual(['0,0', '1,1', '2,2']);
    expect(pairs([[2n ** 53n, 2n ** 53n + 1n]], [[2n ** 53n + 1n]])).toEqual([[1, 0]]);
    expect(pairs([[-1, 0.5, 2 ** 63, -(2 ** 63)]], [[-1n, -(2n ** 63n), 0n]])).toEqual([
      [0, 0],
      [3, 1],
    ]);
    expect(pairs([[-0]], [[0]])).toEqual([[0, 0]]);
  });

  test('missing values and NaN match nothing', () => {
    expect(pairs([[NaN, 1]], [[NaN, 1]])).toEqual([[1, 1]]);
    expect(pairs([[null, 'a', '']], [[null, '', 'a']])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(pairs([[null, 0n]], [[0n, null]])).toEqual([[1, 0]]);
  });

  test('columns that are not comparable are rejected by name', () => {
    expect(() => pairs([['1']], [[1]])).toThrow(/'k' \(string\) and 'k' \(float64\)/);
    expect(() => pairs([[true]], [[1]])).toThrow(/boolean/);
    const vectors = { name: 'v', column: stored('vector', new Vectors(new Float64Array(2), 2)) };
    expect(() => matchRows([vectors], [vectors])).toThrow(/'v', which holds a vector/);
    expect(() => matchRows([], [])).toThrow(/at least one; got 0 and 0/);
  });

  test('a join too large for memory is rejected before it is built', () => {
    const same = { name: 'k', column: stored('uint8', new Uint8Array(70_000)) };
    expect(() => rowPairs(matchRows([same], [same]), 'drop')).toThrow(/4,900,000,000 rows/);
  });

  test('finds the same pairs as brute force, by one key or several', () => {
    const number = fc.constantFrom(0, -0, 1, 2.5, -3, NaN, 1e300);
    const text = fc.option(fc.constantFrom('', 'a', 'b', 'ab'));
    const big = fc.option(fc.constantFrom(0n, 1n, -1n, 2n ** 62n));
    const row = fc.tuple(number, text, big);
    const columns = (rows: [number, string | null, bigint | null][], k: number) => rows.map(cells => cells[k]);
    fc.assert(
      fc.property(fc.array(row), fc.array(row), fc.shuffledSubarray([0, 1, 2], { minLength: 1 }), (a, b, keys) => {
        const left = keys.map(k => columns(a, k) as unknown[]);
        const right = keys.map(k => columns(b, k) as unknown[]);
        const typed = (values: unknown[], at: number): KeyColumn => {
          if (values.some(value => value !== null)) return key(values);
          const none = new Uint8Array(values.length);
          const column = [
            stored('float64', new Float64Array(values.length)),
            stored('string', values.map(String), none),
            stored('int64', new BigInt64Array(values.length), none),
          ][at];
          return { name: 'k', column };
        };
        const matches = matchRows(
          left.map((values, i) => typed(values, keys[i])),
          right.map((values, i) => typed(values, keys[i])),
        );
        const found = rowPairs(matches, 'drop');
        const expected = slowPairs(left, right);
        expect(Array.from(found.left, (i, p) => [i, found.right[p]])).toEqual(expected);
        const partnered = new Set(expected.map(pair => pair[1]));
        expect([...unmatchedRight(matches, b.length)]).toEqual(b.map((_, j) => j).filter(j => !partnered.has(j)));
      }),
      { numRuns: 300, seed: 21 },
    );
  });

  test('grows with many keys', () => {
    const n = 50_000;
    const left = Float64Array.from({ length: n }, (_, i) => i / 3);
    const found = rowPairs(matchRows([key(left)], [key(left.slice().reverse())]), 'keep');
    expect(found.right.every((partner, row) => partner === n - 1 - row)).toBe(true);
  });
});
