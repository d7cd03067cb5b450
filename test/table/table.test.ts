import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableData } from '../../lib/table/column/table-data.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { Table } from '../../lib/table/table.js';
import { arbitraryTable } from './arbitrary-table.js';

describe('making a table', () => {
  test('takes typed arrays without a copy', () => {
    const x = new Float64Array([1, 2]);
    const id = new BigInt64Array([1n, 2n]);
    const table = Table.fromColumns({ x, id });
    expect(table.values('x')).toBe(x);
    expect(table.values('id')).toBe(id);
  });

  test('copies plain arrays, numbers to float64', () => {
    const names = ['a', 'b'];
    const table = Table.fromColumns({ x: [1, 2], names });
    names[0] = 'changed';
    expect(table.values('x')).toEqual(new Float64Array([1, 2]));
    expect(table.columns.names[0]).toBe('a');
  });

  test('widens small integer arrays', () => {
    const table = Table.fromColumns({ a: new Uint16Array([65535]), b: new Uint32Array([2 ** 32 - 1]) });
    expect(table.values('a')).toEqual(new Int32Array([65535]));
    expect(table.values('b')).toEqual(new Float64Array([2 ** 32 - 1]));
  });

  test('keeps missing floats as NaN and flags other missing values in a mask', () => {
    const table = Table.fromColumns({ x: [1, null], name: ['a', null], id: [null, 2n], good: [true, null] });
    expect(table.columns.x.valid).toBeNull();
    expect(table.columns.x[1]).toBeNaN();
    expect(table.columns.name.valid).toEqual(new Uint8Array([1, 0]));
    expect(table.toObjects()).toEqual([
      { x: 1, name: 'a', id: null, good: true },
      { x: NaN, name: null, id: 2n, good: null },
    ]);
  });

  test('has no mask if nothing is missing', () => {
    expect(Table.fromColumns({ name: ['a', 'b'] }).columns.name.valid).toBeNull();
  });

  test('keeps units, descriptions, meta and provenance', () => {
    const provenance = [{ verb: 'measure', options: {} }];
    const table = Table.fromColumns(
      { x: [1] },
      { units: { x: 'px' }, descriptions: { x: 'along a row' }, meta: { OBJECT: 'M 31' }, provenance },
    );
    expect(table.columns.x.unit).toBe('px');
    expect(table.unit('x')).toBe('px');
    expect(table.columns.x.description).toBe('along a row');
    expect(table.meta).toEqual({ OBJECT: 'M 31' });
    expect(table.provenance).toEqual(provenance);
    const derived = table.filter(() => true).derive({ y: [2] });
    expect(derived.meta).toEqual({ OBJECT: 'M 31' });
    expect(derived.provenance).toEqual(provenance);
  });

  test('of columns of different lengths names columns and lengths', () => {
    expect(() => Table.fromColumns({ x: [1, 2], y: [1], z: [1, 2] })).toThrow(
      expect.objectContaining({
        code: 'length-mismatch',
        message: expect.stringContaining('x has 2, y has 1, z has 2'),
      }),
    );
  });

  test('of a column of mixed types names column, row and value', () => {
    const mixed = [1, 'two'] as unknown as number[];
    expect(() => Table.fromColumns({ x: mixed })).toThrow(/Column 'x' holds numbers, but row 1 has string "two"/);
  });

  test('of a value that is not an array reports what was given', () => {
    expect(() => Table.fromEntries({ x: 3 })).toThrow(/Column 'x' must be an array or a typed array, got number 3/);
    expect(() => Table.fromEntries({ x: 'text' })).toThrow(/got string "text"/);
    expect(() => Table.fromEntries({ x: [new Map()] })).toThrow(/an object \(Map\)/);
  });

  test('of a bigint beyond 64 bits is rejected', () => {
    expect(() => Table.fromColumns({ id: [2n ** 63n] })).toThrow(/does not fit in 64 bits/);
  });

  test('of unsigned 64-bit integers yields bigints, if they fit', () => {
    const of = (...ids: bigint[]) => Table.fromColumns({ id: new BigUint64Array(ids) as ArrayLike<bigint> });
    expect([...of(1n, 2n ** 63n - 1n).columns.id]).toEqual([1n, 2n ** 63n - 1n]);
    expect(() => of(1n, 2n ** 63n)).toThrow(
      /Column 'id', row 1: 9223372036854775808 does not fit in 64 bits with a sign/,
    );
  });

  test('rejects with a clear error what the compiler would reject', () => {
    const table = Table.fromColumns({ k: [1], x: [2] });
    expect(() => table.filter('x > 1' as never)).toThrow(/filter takes a function of the row.*got string/);
    expect(() => table.groupBy('k').aggregate({ x: 'mean' as never })).toThrow(/median\('mag'\).*got "mean"/);
    expect(() => table.window({ x: 'mean' as never })).toThrow(/rolling\(median\('mag'\), 5\); 'x' is mean/);
    expect(() => table.join(table, undefined as never)).toThrow(/by which columns\? Give \{ on/);
  });

  test('without columns or without rows supports every verb', () => {
    for (const table of [Table.fromColumns({}), Table.fromEntries<{ x: number }>({ x: [] })]) {
      expect(table.length).toBe(0);
      expect(
        table
          .filter(() => true)
          .head()
          .toObjects(),
      ).toEqual([]);
      expect(table.unique().describe().length).toBe(table.names.length);
      expect(table.concat(table).length).toBe(0);
      expect(String(table)).toContain('0 rows');
    }
    const empty = Table.fromColumns({ x: new Float64Array(0), s: [] as string[] });
    expect(empty.sortBy('x').groupBy('x').count().length).toBe(0);
    expect(empty.columns.x.median()).toBeNaN();
  });

  test('from entries keeps the names in order, including those that JavaScript objects have', () => {
    const table = Table.fromEntries<Record<string, number>>([
      ['__proto__', [1]],
      ['constructor', [2]],
      ['2', [3]],
    ]);
    expect(table.names).toEqual(['__proto__', 'constructor', '2']);
    expect(table.columns.constructor[0]).toBe(2);
    expect(table.column('__proto__')[0]).toBe(1);
    expect(table.names.map(name => table.unit(name))).toEqual(['', '', '']);
    expect(table.rename({ '2': 'a' }).names).toEqual(['__proto__', 'constructor', 'a']);
    expect(Object.entries(table.toObjects()[0])).toEqual([
      ['2', 3],
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    expect(table.filter(row => row['2'] === 3).length).toBe(1);
  });
});

describe('rows', () => {
  test('iterate as objects that may be kept', () => {
    const table = Table.fromColumns({ x: [1, 2], s: ['a', 'b'] });
    expect([...table]).toEqual([
      { x: 1, s: 'a' },
      { x: 2, s: 'b' },
    ]);
  });

  test('passed to filter are a single object that moves', () => {
    const seen = new Set<unknown>();
    Table.fromColumns({ x: [1, 2] }).filter(row => {
      seen.add(row);
      return true;
    });
    expect(seen.size).toBe(1);
  });

  test('can be copied, listed and read by every name', () => {
    const copies: unknown[] = [];
    Table.fromColumns({
      x: [1],
      s: [null as string | null, 'b'].slice(0, 1),
      v: new Vectors(new Float64Array(2), 2),
    }).filter(row => copies.push({ ...row }) > 0);
    expect(copies).toEqual([{ x: 1, s: NaN, v: new Float64Array(2) }]);
  });

  test.each(['filter', 'derive'] as const)('misspelt in %s raise an error with the nearest name', verb => {
    const table = Table.fromColumns({ flux: [1], sky: [2] }) as unknown as Table<Record<string, number>>;
    const read = () => (verb === 'filter' ? table.filter(row => row.flix > 1) : table.derive({ y: row => row.flix }));
    expect(read).toThrow(expect.objectContaining({ code: 'missing-column', message: expect.stringContaining('flux') }));
  });

  test.each([
    ['columns', (table: Table<{ flux: number }>) => table.columns['flix' as 'flux']],
    ['column', (table: Table<{ flux: number }>) => table.column('flix' as 'flux')],
    ['values', (table: Table<{ flux: number }>) => table.values('flix' as 'flux')],
    ['unit', (table: Table<{ flux: number }>) => table.unit('flix' as 'flux')],
    ['select', (table: Table<{ flux: number }>) => table.select('flix' as 'flux')],
    ['drop', (table: Table<{ flux: number }>) => table.drop('flix' as 'flux')],
    ['rename', (table: Table<{ flux: number }>) => table.rename({ flix: 'a' } as unknown as { flux: 'a' })],
    ['sortBy', (table: Table<{ flux: number }>) => table.sortBy('flix' as 'flux')],
    ['groupBy', (table: Table<{ flux: number }>) => table.groupBy('flix' as 'flux')],
    ['unique', (table: Table<{ flux: number }>) => table.unique('flix' as 'flux')],
  ])('a name that is not a column raises an error in %s', (_, use) => {
    expect(() => use(Table.fromColumns({ flux: [1] }))).toThrow(
      expect.objectContaining({ code: 'missing-column', message: "No column 'flix'; nearest: flux" }),
    );
  });
});

describe('a subclass', () => {
  class Curve<C extends { time: number }> extends Table<C> {
    readonly label: string;
    constructor(data: TableData, label: string) {
      super(data);
      this.label = label;
    }
    protected override create(data: TableData): this {
      return new Curve<C>(data, this.label) as this;
    }
  }

  test('is preserved by the verbs that keep its columns', () => {
    const plain = Table.fromColumns({ time: [3, 1, 2, 3] });
    const curve = new Curve<{ time: number }>(plain.data, 'XO-1');
    const kept = curve
      .filter(row => row.time > 0)
      .sortBy('time')
      .head(4)
      .tail(3)
      .slice(0, 3)
      .unique('time')
      .withMeta({ a: 1 })
      .concat(curve);
    expect(kept).toBeInstanceOf(Curve);
    expect(kept.label).toBe('XO-1');
    expect([...kept.columns.time]).toEqual([2, 3, 3, 1, 2, 3]);
    for (const [, group] of curve.groupBy('time')) expect(group.label).toBe('XO-1');
  });
});

describe('verbs', () => {
  test('never modify the table that they are called on', () => {
    fc.assert(
      fc.property(arbitraryTable(), table => {
        const before = table.toObjects();
        table.filter((_, i) => i % 2 === 0).values('f64');
        table.sortBy('f64', 'descending').values('i32');
        table.derive({ f64: row => row.f64 + 1, more: row => row.text });
        table.rename({ f64: 'a' }).drop('a');
        table.concat(table).slice(1, -1).unique('text');
        table.groupBy('flag').count();
        expect(table.toObjects()).toEqual(before);
        expect(table.names).toEqual(['f64', 'f32', 'i32', 'u8', 'i64', 'text', 'flag']);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test('filter keeps what Array.filter keeps', () => {
    fc.assert(
      fc.property(arbitraryTable(), table => {
        const test = (row: { i32: number; text: string | null }, i: number) =>
          row.i32 > 0 || row.text === null || i === 0;
        expect(table.filter(test).toObjects()).toEqual(table.toObjects().filter(test));
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  test('slice, head and tail keep what Array.slice keeps, also of a filtered table', () => {
    fc.assert(
      fc.property(
        arbitraryTable(),
        fc.integer({ min: -15, max: 15 }),
        fc.integer({ min: -15, max: 15 }),
        (table, a, b) => {
          const rows = table.toObjects();
          expect(table.slice(a, b).toObjects()).toEqual(rows.slice(a, b));
          const some = (_: unknown, i: number) => i % 3 !== 1;
          const filtered = table.filter(some);
          expect(filtered.slice(a, b).toObjects()).toEqual(rows.filter(some).slice(a, b));
          filtered.values('text'); // now the values are gathered
          expect(filtered.slice(a, b).toObjects()).toEqual(rows.filter(some).slice(a, b));
          expect(table.head(3).toObjects()).toEqual(rows.slice(0, 3));
          expect(table.tail(3).toObjects()).toEqual(rows.slice(-3));
        },
      ),
      { numRuns: 100, seed: 3 },
    );
  });

  test('head and tail of no rows are empty', () => {
    const table = Table.fromColumns({ x: [1, 2] });
    expect([table.head(0).length, table.tail(0).length, table.head(-1).length, table.tail(-1).length]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test('select, drop, rename and derive share the columns that they do not change', () => {
    const x = new Float64Array([1]);
    const table = Table.fromColumns({ x, y: [2] }, { units: { x: 'px' } });
    expect(table.select('x').values('x')).toBe(x);
    expect(table.drop('y').values('x')).toBe(x);
    expect(table.rename({ x: 'column' }).values('column')).toBe(x);
    expect(table.rename({ x: 'column' }).columns.column.unit).toBe('px');
    expect(table.derive({ y: () => 3 }).values('x')).toBe(x);
  });

  test('rename can swap two names and keeps the column order', () => {
    const table = Table.fromColumns({ a: [1], b: [2], c: [3] }).rename({ a: 'b', b: 'a' });
    expect(table.names).toEqual(['b', 'a', 'c']);
    expect(table.toObjects()).toEqual([{ b: 1, a: 2, c: 3 }]);
  });

  test('rename to an existing name is rejected', () => {
    expect(() => Table.fromColumns({ a: [1], b: [2] }).rename({ a: 'b' })).toThrow(
      expect.objectContaining({ code: 'duplicate-column' }),
    );
  });

  test('derive sees the old columns, accepts ready-made ones and replaces in place', () => {
    const table = Table.fromColumns({ x: [1, 2], y: [10, 20] }, { units: { x: 'px' } });
    const derived = table.derive({
      x: row => row.x * 2,
      z: row => row.x + row.y,
      label: (row, i) => `${i}:${row.x}`,
      id: row => BigInt(row.x),
      odd: row => row.x % 2 === 1,
      ready: new Int32Array([7, 8]),
      copy: table.columns.x,
      pair: row => new Float64Array([row.x, row.y]),
    });
    expect(derived.names.slice(0, 2)).toEqual(['x', 'y']);
    expect(derived.toObjects()[1]).toEqual({
      x: 4,
      y: 20,
      z: 22,
      label: '1:2',
      id: 2n,
      odd: false,
      ready: 8,
      copy: 2,
      pair: new Float64Array([2, 20]),
    });
    expect(derived.columns.copy.unit).toBe('px');
    expect(derived.columns.x.unit).toBe('');
  });

  test('derive treats null and undefined as missing, whatever the first value is', () => {
    const table = Table.fromColumns({ x: [0, 1, 2] });
    const results: (string | null)[] = [null, 'a', null];
    const derived = table.derive({
      text: row => results[row.x],
      number: row => (row.x === 1 ? null : row.x) as number,
    });
    expect([...derived.columns.text]).toEqual([null, 'a', null]);
    expect([...derived.columns.number]).toEqual([0, NaN, 2]);
  });

  test('derive calls a function once per row', () => {
    let calls = 0;
    Table.fromColumns({ x: [1, 2, 3] }).derive({
      text: row => {
        calls++;
        return `${row.x}`;
      },
      late: row => (row.x > 2 ? null : row.x),
    });
    expect(calls).toBe(3);
  });

  test('derive rejects values that do not fit the rows, and results of mixed types', () => {
    const table = Table.fromColumns({ x: [1, 2] });
    expect(() => table.derive({ y: [1, 2, 3] })).toThrow(/'y' has 3 values, but the table has 2 rows/);
    expect(() => table.derive({ y: row => (row.x === 1 ? 1 : 'two') as number })).toThrow(/row 1 has string "two"/);
  });

  test('pipe passes the table to the step', () => {
    const table = Table.fromColumns({ x: [1] });
    expect(table.pipe(self => self === table)).toBe(true);
  });

  test('withStep adds to the provenance', () => {
    const table = Table.fromColumns({ x: [1] }).withStep({ verb: 'mine', options: {} });
    expect(table.provenance.map(step => step.verb)).toEqual(['mine']);
  });
});

describe('concat', () => {
  test('appends rows, as with arrays', () => {
    fc.assert(
      fc.property(arbitraryTable(5), arbitraryTable(5), arbitraryTable(5), (a, b, c) => {
        // a column of only missing values does not know whether it holds numbers: there NaN is null
        const plain = (table: typeof a) =>
          table
            .toObjects()
            .map(row => ({ ...row, i64: row.i64 || null, text: row.text || null, flag: row.flag || null }));
        expect(plain(a.concat(b, c))).toEqual([...plain(a), ...plain(b), ...plain(c)]);
      }),
      { numRuns: 50, seed: 4 },
    );
  });

  test('matches columns by name, widens numbers and keeps missing integers missing', () => {
    const ints = Table.fromEntries<{ x: number; s: string }>({ x: new Int32Array([1]), s: ['a'] });
    const floats = Table.fromEntries<{ x: number; s: string }>({ s: ['b'], x: new Float64Array([0.5]) });
    expect(ints.concat(floats).toObjects()).toEqual([
      { x: 1, s: 'a' },
      { x: 0.5, s: 'b' },
    ]);
    expect(
      Table.fromColumns({ x: new Uint8Array([1]) })
        .concat(ints.select('x'))
        .values('x'),
    ).toEqual(new Int32Array([1, 1]));
  });

  test('treats a column of unknown type as one in which all values are missing', () => {
    const known = Table.fromColumns({ name: ['a'], x: new Int32Array([1]) });
    const unknown = Table.fromEntries<{ name: string; x: number }>({ name: [null], x: [null] });
    expect(unknown.concat(known).toObjects()).toEqual([
      { name: null, x: null },
      { name: 'a', x: 1 },
    ]);
  });

  test('joins vectors of equal width and rejects others', () => {
    const of = (width: number) => Table.fromColumns({ v: new Vectors(new Float64Array(2 * width).fill(width), width) });
    expect(of(2).concat(of(2)).columns.v[3]).toEqual(new Float64Array([2, 2]));
    expect(() => of(2).concat(of(3))).toThrow(/vectors of 2 here and of 3 there/);
  });

  test('rejects different columns, types and units, and names them', () => {
    const table = Table.fromEntries<{ flux: number }>({ flux: [1] }, { units: { flux: 'electron' } });
    const like = (columns: Record<string, unknown>, units = {}) =>
      Table.fromEntries<{ flux: number }>(columns, { units });
    expect(() => table.concat(like({ flix: [1] }))).toThrow(/table 2 has no column 'flux'; nearest: flix/);
    expect(() => table.concat(like({ flux: [1], sky: [2] }))).toThrow(/column 'sky' is not in the first table/);
    expect(() => table.concat(like({ flux: ['a'] }))).toThrow(/holds float64 here and string there/);
    expect(() => table.concat(like({ flux: [1] }, { flux: 'adu' }))).toThrow(/is in electron and in adu/);
    expect(table.concat(like({ flux: [1] })).columns.flux.unit).toBe('electron');
  });
});

describe('describe', () => {
  test('returns one row of statistics per column; for strings and dates the first and the last', () => {
    const table = Table.fromColumns(
      {
        x: [1, 2, 6, NaN],
        s: ['b', null, 'a', 'b'],
        d: [new Date(0), null, new Date(1000), null],
        v: new Vectors(new Float64Array(8), 2),
      },
      { units: { x: 'px' } },
    ).describe();
    const none = { mean: NaN, std: NaN, min: NaN, q1: NaN, median: NaN, q3: NaN, max: NaN };
    const texts = { lowest: null, highest: null };
    const numbers = { mean: 3, std: Math.sqrt(7), min: 1, q1: 1.5, median: 2, q3: 4, max: 6 };
    const dates = { lowest: '1970-01-01T00:00:00.000Z', highest: '1970-01-01T00:00:01.000Z' };
    expect(table.toObjects()).toEqual([
      { column: 'x', unit: 'px', kind: 'float64', count: 3, missing: 1, distinct: 3, ...numbers, ...texts },
      { column: 's', unit: '', kind: 'string', count: 3, missing: 1, distinct: 2, ...none, lowest: 'a', highest: 'b' },
      { column: 'd', unit: '', kind: 'date', count: 2, missing: 2, distinct: 2, ...none, ...dates },
      { column: 'v', unit: '', kind: 'vector', count: 4, missing: 0, distinct: NaN, ...none, ...texts },
    ]);
  });
});
