import { describe, expect, test } from 'vitest';
import { Table } from '../../../lib/table/table.js';

const n = 2000;
const stars = Table.fromColumns({
  i: Int32Array.from({ length: n }, (_, i) => i),
  weight: Float64Array.from({ length: n }, (_, i) => (i % 4 === 0 ? NaN : i % 4)),
});

describe('sample', () => {
  test('draws the same rows for the same seed, others for another seed, and none twice', () => {
    const drawn = [...stars.sample(100).columns.i];
    expect([...stars.sample(100).columns.i]).toEqual(drawn);
    expect(new Set(drawn).size).toBe(100);
    expect([...stars.sample({ rows: 100, seed: 1 }).columns.i]).not.toEqual(drawn);
    expect(drawn).not.toEqual(drawn.toSorted((a, b) => a - b));
  });

  test('of all rows shuffles them', () => {
    const all = [...stars.sample({ fraction: 1 }).columns.i];
    expect(all.toSorted((a, b) => a - b)).toEqual([...stars.columns.i]);
    expect(stars.sample({ fraction: 0.25 }).length).toBe(500);
    expect(stars.sample(0).length).toBe(0);
  });

  test('is uniform: the mean of the row numbers is within its error', () => {
    const mean = stars.sample({ rows: 1000, seed: 5 }).columns.i.mean();
    // standard error of the mean of 1000 of 2000 without replacement
    const sigma = (n / Math.sqrt(12) / Math.sqrt(1000)) * Math.sqrt(0.5);
    expect(Math.abs(mean - (n - 1) / 2)).toBeLessThan(4 * sigma);
  });

  test.each([false, true])('follows weights, and never draws a row without weight (replace: %s)', replace => {
    const drawn = stars.sample({ rows: 300, weights: 'weight', replace, seed: 2 });
    const counts = [0, 1, 2, 3].map(weight => [...drawn.columns.i].filter(i => i % 4 === weight).length);
    expect(counts[0]).toBe(0);
    // of 300: 50, 100, 150; without replacement slightly less uneven
    expect(counts[1]).toBeGreaterThan(30);
    expect(counts[1]).toBeLessThan(75);
    expect(counts[3]).toBeGreaterThan(counts[2] + 10);
  });

  test('with replacement draws rows repeatedly', () => {
    const drawn = stars.head(3).sample({ rows: 50, replace: true });
    expect(new Set(drawn.columns.i).size).toBe(3);
  });

  test('reports the number available when more rows are requested', () => {
    expect(() => stars.head(5).sample(6)).toThrow(/6 rows requested, but there are 5; draw some of them again/);
    expect(() => stars.sample({ rows: 1501, weights: 'weight' })).toThrow(/there are 1500 of positive weight/);
    expect(() => stars.head(0).sample({ rows: 1, replace: true })).toThrow(/there are 0$/);
    expect(() => stars.sample({})).toThrow(/a number of rows or \{ fraction \}/);
    expect(() => stars.sample(1.5)).toThrow(/whole number of rows, got 1.5/);
    expect(() => stars.sample({ fraction: -1 })).toThrow(/number from 0, got -1/);
    expect(() => stars.sample({ rows: 1, seed: NaN })).toThrow(/seed is a number/);
    const negative = Table.fromColumns({ w: [1, -1] });
    expect(() => negative.sample({ rows: 1, weights: 'w' })).toThrow(/row 1 has the weight -1; weights are 0 or more/);
  });
});
