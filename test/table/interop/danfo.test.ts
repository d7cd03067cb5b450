/**
 * Danfo's DataFrames, with the float64 stand-in for TensorFlow.
 */
import * as dfd from 'danfojs-node';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { Lists } from '../../../lib/table/column/lists.js';
import { Vectors } from '../../../lib/table/column/vectors.js';
import { Table } from '../../../lib/table/table.js';
import { everyKind } from '../../helpers/every-kind.js';

const stars = Table.fromColumns(
  {
    id: [1n, 2n, 3n, 4n],
    filter: ['V', 'B', 'V', 'B'],
    jd: [2460000.1234, 2460000.2345, 2460001.5, NaN],
    counts: Int32Array.of(10, 30, 20, 40),
    good: [true, false, true, true],
  },
  { units: { jd: 'd', counts: 'adu' } },
);

describe('danfo', () => {
  it('makes a DataFrame whose types do not depend on its first rows', () => {
    const frame = stars.toDanfo(dfd);
    expect(frame).toBeInstanceOf(dfd.DataFrame);
    expect(frame.columns).toEqual(['id', 'filter', 'jd', 'counts', 'good']);
    expect(frame.dtypes).toEqual(['int32', 'string', 'float32', 'int32', 'boolean']);
    expect(frame.shape).toEqual([4, 5]);
    const wholeAtFirst = Table.fromColumns({ x: [...new Array(50).fill(1), 0.5] });
    expect(wholeAtFirst.toDanfo(dfd).dtypes).toEqual(['float32']);
  });

  it('passes through a chain of danfo operations and keeps every digit of a Julian date', () => {
    const bright = stars.filter(star => star.counts > 10).derive({ exposure: star => star.counts / 2 });
    const frame = bright.toDanfo(dfd).sortValues('counts', { ascending: false });
    const again = Table.from<{ id: number; filter: string; jd: number; counts: number; exposure: number }>(frame, {
      units: { jd: 'd' },
    });
    expect([...again.columns.counts]).toEqual([40, 30, 20]);
    expect([...again.columns.jd]).toEqual([NaN, 2460000.2345, 2460001.5]);
    expect(again.columns.jd.unit).toBe('d');
    expect(again.data.stored.get('counts')?.kind).toBe('int32');
    expect([...again.groupBy('filter').count().columns.filter]).toEqual(['B', 'V']);
  });

  it('accepts the result of a danfo groupby', () => {
    const means = stars.drop('id', 'jd', 'good').toDanfo(dfd).groupby(['filter']).agg({ counts: 'mean' });
    const table = Table.from<{ filter: string; counts_mean: number }>(means);
    expect(table.toObjects()).toEqual([
      { filter: 'V', counts_mean: 15 },
      { filter: 'B', counts_mean: 35 },
    ]);
  });

  it('does arithmetic on whole DataFrames in float64 with the stand-in', () => {
    const frame = stars.select('jd').toDanfo(dfd).sub(2460000);
    expect(Table.from<{ jd: number }>(frame).columns.jd[0]).toBe(2460000.1234 - 2460000);
  });

  it('round-trips missing values, dates and booleans', () => {
    const table = Table.from<Record<string, never>>({
      n: [1, null],
      s: ['a', null],
      b: [true, null],
      t: [new Date(86400000), null],
      i: [7n, null],
    });
    const again = Table.from<Record<string, never>>(table.toDanfo(dfd));
    expect(again.toObjects()).toEqual([
      { n: 1, s: 'a', b: true, t: new Date(86400000), i: 7 },
      { n: NaN, s: null, b: null, t: null, i: NaN },
    ]);
  });

  it('writes ids of 2^53 and above as texts, which keep their digits', () => {
    const frame = Table.fromColumns({ id: [2n ** 60n, 1n] }).toDanfo(dfd);
    expect(frame.dtypes).toEqual(['string']);
    expect([...Table.from<{ id: string }>(frame).columns.id]).toEqual([String(2n ** 60n), '1']);
  });

  it('splits a vector into one column per element', () => {
    const table = Table.fromColumns({ flux: new Vectors(Float64Array.of(1, 2, 3, 4), 2) });
    const frame = table.toDanfo(dfd);
    expect(frame.columns).toEqual(['flux_0', 'flux_1']);
    expect(frame.values).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => table.derive({ flux_1: [0, 0] }).toDanfo(dfd)).toThrow(/Two columns would be 'flux_1'/);
  });

  it('rejects lists, by name', () => {
    const table = Table.fromColumns({ members: new Lists(Float64Array.of(1), [0, 1]) });
    expect(() => table.toDanfo(dfd)).toThrow(/Column 'members' holds lists/);
    expect(() => everyKind().toDanfo(dfd)).toThrow(PhotometryError);
  });

  it('reports what it requires when the module is missing', () => {
    expect(() => stars.toDanfo(undefined as never)).toThrow(/takes the danfo module/);
  });

  it('accepts danfo DataFrames with numeric labels, and empty ones', () => {
    expect(Table.from(new dfd.DataFrame([[1, 2]])).names).toEqual(['0', '1']);
    const empty = Table.from(stars.slice(0, 0).toDanfo(dfd));
    expect(empty.length).toBe(0);
  });

  it('loads with the scalers and sampling that require TensorFlow', async () => {
    const frame = stars.select('counts').toDanfo(dfd);
    const scaled = new dfd.MinMaxScaler().fitTransform(frame);
    expect([...Table.from<{ counts: number }>(scaled).columns.counts]).toEqual([0, 2 / 3, 1 / 3, 1]);
    const sampled = await frame.sample(2);
    expect(Table.from(sampled).length).toBe(2);
  });
});
