import { describe, expect, test } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import type { ColumnValues, StoredColumn } from '../../lib/table/column/stored-column.js';
import { rowKeeper, takeRows } from '../../lib/table/rows/take-rows.js';
import { Table } from '../../lib/table/table.js';

/** Enough rows that scattered ones are written to their places along the column. */
const MANY = 140_000;

/** A table whose columns all encode the row number, each in its own way. */
function numbered(length: number) {
  return Table.fromColumns({
    row: Int32Array.from({ length }, (_, i) => i),
    float64: Float64Array.from({ length }, (_, i) => i / 3),
    float32: Float32Array.from({ length }, (_, i) => i / 2),
    int64: BigInt64Array.from({ length }, (_, i) => 2n ** 60n + BigInt(i)),
    uint8: Uint8Array.from({ length }, (_, i) => i % 251),
    text: Array.from({ length }, (_, i) => `star ${i}`),
    present: Array.from({ length }, (_, i) => (i % 7 === 0 ? null : i % 2 === 0)),
  });
}

function scattered(length: number, below: number): Uint32Array {
  const random = randomGenerator(12);
  return Uint32Array.from({ length }, () => Math.floor(random.uniform() * below));
}

/** Values and mask of the rows, one by one. */
function oneByOne(column: StoredColumn, rows: Uint32Array): { values: unknown[]; valid: number[] | null } {
  const values = column.values as ArrayLike<unknown>;
  const { valid } = column;
  return {
    values: Array.from(rows, row => values[row]),
    valid: valid === null ? null : Array.from(rows, row => valid[row]),
  };
}

describe('taken rows', () => {
  test('that are many and scattered, with duplicates, are the same in every column', () => {
    const { data } = numbered(MANY);
    const rows = scattered(MANY, MANY);
    for (const column of data.stored.values()) {
      const taken = takeRows(column, rows);
      const expected = oneByOne(column, rows);
      expect(taken.values.constructor).toBe(column.values.constructor);
      expect(Array.from(taken.values as ArrayLike<unknown>)).toEqual(expected.values);
      expect(taken.valid === null ? null : Array.from(taken.valid)).toEqual(expected.valid);
    }
  });

  test('of a long table in the order of a column stay together', () => {
    const random = randomGenerator(13);
    const key = Float64Array.from({ length: MANY }, () => random.uniform());
    const sorted = numbered(MANY).derive({ key }).sortBy('key');
    const rows = sorted.columns.row.values as Int32Array;
    expect(Array.from(sorted.columns.key.values as Float64Array)).toEqual(Array.from(key.slice().sort()));
    expect(Array.from(sorted.columns.float64.values as Float64Array)).toEqual(Array.from(rows, row => row / 3));
    expect(sorted.columns.text.values).toEqual(Array.from(rows, row => `star ${row}`));
  });

  test('that are all rows in order share the column itself, but not if one is omitted or moved', () => {
    const column = [...numbered(3).data.stored.values()][1];
    expect(rowKeeper(Uint32Array.of(0, 1, 2), 3)(column)).toBe(column);
    for (const rows of [Uint32Array.of(0, 1), Uint32Array.of(0, 2, 1), Uint32Array.of(0, 1, 2, 2)]) {
      const kept: ColumnValues = rowKeeper(rows, 3)(column).values;
      expect(Array.from(kept as Float64Array)).toEqual(Array.from(rows, row => row / 3));
    }
  });

  test('of a join in which every left row has one partner are shared with the left table', () => {
    const left = numbered(3);
    const right = Table.fromColumns({ row: [2, 1, 0], colour: ['red', 'green', 'blue'] });
    const joined = left.join(right, { on: 'row' });
    expect(joined.columns.float64.values).toBe(left.columns.float64.values);
    expect(joined.columns.colour.values).toEqual(['blue', 'green', 'red']);
  });
});
