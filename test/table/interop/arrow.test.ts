/**
 * Arrow tables, converted in both directions in memory.
 */
import {
  float64,
  list,
  map,
  TimeUnit,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  timestamp,
  uint64,
  utf8,
} from '@uwdata/flechette';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lists } from '../../../lib/table/column/lists.js';
import type { ArrowTable } from '../../../lib/table/interop/arrow/arrow-shape.js';
import { Table } from '../../../lib/table/table.js';
import { contents, everyKind } from '../../helpers/every-kind.js';

describe('Arrow in memory', () => {
  it('round-trips every kind of column with its unit, description, UCD and format', () => {
    const table = everyKind();
    const again = Table.from<Record<string, unknown>>(table.toArrow());
    expect(contents(again)).toEqual(contents(table));
    expect(again.meta).toEqual({ name: 'sky', comments: ['one'] });
  });

  it('round-trips every kind of column through the bytes of an Arrow stream', () => {
    const table = everyKind();
    const bytes = tableToIPC(table.toArrow() as never, {}) as Uint8Array;
    expect(contents(Table.from(tableFromIPC(bytes)))).toEqual(contents(table));
  });

  it('accepts slices of lists, and invalid dates', () => {
    const members = new Lists<Float64Array>(Float64Array.of(1, 2, 3, 4), [0, 1, 3, 4]);
    const table = Table.fromColumns({ members, t: [new Date(0), new Date(Infinity), new Date(7)] }).slice(1);
    const again = Table.from<{ members: Float64Array; t: Date }>(table.toArrow());
    expect(Array.from(again.columns.members, list => [...list])).toEqual([[2, 3], [4]]);
    expect([...again.columns.t]).toEqual([null, new Date(7)]);
  });

  it('shares its memory for plain numeric columns', () => {
    const flux = Float64Array.of(1, 2, 3);
    const column = Table.fromColumns({ flux }).toArrow().getChild('flux');
    const numbers = column?.toArray() as Float64Array | undefined;
    expect(numbers?.buffer).toBe(flux.buffer);
  });

  it('returns values as other libraries expect them: big integers exact, dates as Date, missing as null', () => {
    const arrow = everyKind().toArrow();
    expect(arrow.getChild('i64')?.get(0)).toBe(2n ** 62n);
    expect(arrow.getChild('i64')?.get(1)).toBe(null);
    expect(arrow.getChild('when')?.get(0)).toEqual(new Date(0));
    expect(arrow.getChild('when')?.get(1)).toBe(null);
    expect(arrow.getChild('name')?.get(2)).toBe('ünïcode ★');
    expect(arrow.numRows).toBe(3);
  });

  it('reads tables of several batches, with nulls in some of them', () => {
    const arrow = tableFromArrays(
      { a: [1, null, 3, 4, 5], s: ['x', 'y', null, 'x', 'x'] },
      { maxBatchRows: 2, types: { a: float64(), s: utf8() } },
    );
    const table = Table.from(arrow);
    expect([...table.columns.a]).toEqual([1, NaN, 3, 4, 5]);
    expect([...table.columns.s]).toEqual(['x', 'y', null, 'x', 'x']);
  });

  it('reads dictionaries of texts, whose nulls stay missing', () => {
    const arrow = tableFromArrays({ filter: ['V', 'B', null, 'V'] }); // flechette infers a dictionary
    expect(arrow.schema.fields[0].type.typeId).toBe(-1);
    expect([...Table.from(arrow).columns.filter]).toEqual(['V', 'B', null, 'V']);
  });

  it('reads texts of any script and length, including byte-order marks', () => {
    const texts = ['', 'a', '\ufeffmark', '★'.repeat(70_000), ...new Array(9000).fill('plain text'), 'ünï', null];
    const table = Table.from<{ s: string }>({ s: texts });
    expect([...Table.from<{ s: string }>(table.toArrow()).columns.s]).toEqual(texts);
  });

  it('reads lists of several batches, with missing ones as missing', () => {
    const arrow = tableFromArrays({ v: [[1, 2], null, [], [3]] }, { maxBatchRows: 2, types: { v: list(float64()) } });
    const table = Table.from<{ v: Float64Array }>(arrow);
    expect(table.data.stored.get('v')?.kind).toBe('list');
    expect(Array.from(table.columns.v, list => list && [...list])).toEqual([[1, 2], null, [], [3]]);
  });

  it('reads the members of a struct as separate columns', () => {
    const arrow = tableFromArrays({
      p: [
        { ra: 1, dec: 2 },
        { ra: 3, dec: 4 },
      ],
    });
    const table = Table.from(arrow);
    expect(table.names).toEqual(['p.ra', 'p.dec']);
    expect([...table.columns['p.dec']]).toEqual([2, 4]);
  });

  it('rejects integers that do not fit in 64 signed bits', () => {
    const arrow = tableFromArrays({ hash: [1n, 2n ** 63n] }, { types: { hash: uint64() } });
    expect(() => Table.from(arrow)).toThrow(/Column 'hash' holds 9223372036854775808 in row 1/);
  });

  it('keeps nanoseconds of timestamps to the precision of float64 milliseconds', () => {
    const arrow = tableFromArrays({ t: [1.5, 2] }, { types: { t: timestamp(TimeUnit.NANOSECOND) } });
    expect(Table.from(arrow).data.stored.get('t')?.values).toEqual(Float64Array.of(1.5, 2));
  });

  it('numbers columns without a name, and adds a suffix to duplicate names', () => {
    const arrow = tableFromArrays([
      ['', [1]],
      ['a', [2]],
      ['a', [3]],
    ] as never);
    expect(Table.from(arrow).names).toEqual(['col1', 'a', 'a_2']);
  });

  it('keeps the contents of a column, for any numbers, texts and missing values', () => {
    const cell = fc.option(fc.record({ n: fc.double(), i: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), s: fc.string() }));
    fc.assert(
      fc.property(fc.array(cell), cells => {
        const table = Table.from({
          n: cells.map(c => c?.n ?? null),
          i: cells.map(c => c?.i ?? null),
          s: cells.map(c => c?.s ?? null),
        });
        const bytes = tableToIPC(table.toArrow() as never, {}) as Uint8Array;
        expect(contents(Table.from(tableFromIPC(bytes)))).toEqual(contents(table));
      }),
      { seed: 4 },
    );
  });

  it('rejects lists that begin before their first element, without allocating memory for them', () => {
    const arrow = tableFromArrays({ v: [['a'], ['b', 'c']] }, { types: { v: list(utf8()) } });
    (arrow.getChildAt(0).data[0].offsets as Int32Array)[0] = -(2 ** 30);
    expect(() => Table.from(arrow)).toThrow(/Column 'v': a list begins at element -1073741824/);
  });

  it('rejects maps that reach beyond their entries, before iterating over them', () => {
    const arrow = tableFromArrays({ m: [new Map([['a', 1]])] }, { types: { m: map(utf8(), float64()) } });
    (arrow.getChildAt(0).data[0].offsets as Int32Array)[1] = 2 ** 30;
    expect(() => Table.from(arrow)).toThrow(/Column 'm' should have 1073741824 elements, but has 1/);
  });

  it('reports a buffer that is shorter than its rows require', () => {
    const arrow = tableFromArrays({ a: Float64Array.of(1, 2, 3) });
    const [batch] = arrow.getChildAt(0).data;
    batch.length = 1e12;
    expect(() => Table.from(arrow as unknown as ArrowTable)).toThrow(
      /Column 'a' should have 1000000000000 values, but has 3/,
    );
  });
});
