import { describe, expect, test } from 'vitest';
import { Table } from '../../../lib/table/table.js';

const stars = Table.fromColumns({
  field: ['a', 'b', 'a', 'a', 'b'],
  mag: [12, 11, 10, 12, NaN],
  name: ['x', 'y', null, 'z', 'y'],
});

describe('rank', () => {
  test('assigns equal values their mean rank; NaN has none', () => {
    expect([...stars.rank('mag').columns.mag_rank]).toEqual([3.5, 2, 1, 3.5, NaN]);
  });

  test('of strings, dense, in descending order', () => {
    const ranked = stars.rank('name', { method: 'dense', order: 'descending', as: 'place' });
    expect([...ranked.columns.place]).toEqual([3, 2, NaN, 1, 2]);
  });

  test('within groups, as a fraction of their size', () => {
    const ranked = stars.rank('mag', { within: 'field', fraction: true, method: 'ordinal' });
    expect([...ranked.columns.mag_rank]).toEqual([2 / 3, 1, 1 / 3, 1, NaN]);
  });

  test('rejects vectors and other methods', () => {
    const vectors = Table.fromColumns({ v: [new Float64Array(2)] });
    expect(() => vectors.rank('v')).toThrow(/holds vectors, which have no order/);
    expect(() => stars.rank('mag', { method: 'first' as 'min' })).toThrow(/one of average, .*, got 'first'/);
    expect(() => stars.rank('mag', { order: 'up' as 'ascending' })).toThrow(/got 'up'/);
  });
});
