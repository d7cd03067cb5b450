/**
 * A table with a column of every kind, and the contents of a table in a comparable form.
 *
 * @module
 */
import { Lists } from '../../lib/table/column/lists.js';
import { stored } from '../../lib/table/column/stored-column.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { Table } from '../../lib/table/table.js';

/** Returns a table with a column of every kind, with some missing values. */
export function everyKind(): Table<Record<string, unknown>> {
  const some = Uint8Array.of(1, 0, 1);
  const columns = new Map([
    ['f64', stored('float64', Float64Array.of(1.5, NaN, -0), null, { unit: 'mag', description: 'brightness' })],
    ['f32', stored('float32', Float32Array.of(1.5, NaN, 0.1), null, { ucd: 'phot.mag', format: '%.3f' })],
    ['i32', stored('int32', Int32Array.of(-1, 0, 2 ** 31 - 1), some)],
    ['u8', stored('uint8', Uint8Array.of(0, 255, 7))],
    ['i64', stored('int64', BigInt64Array.of(2n ** 62n, 0n, -1n), some)],
    ['flag', stored('boolean', Uint8Array.of(1, 0, 0), some)],
    ['name', stored('string', ['a', '', 'ünïcode ★'], some)],
    ['when', stored('date', Float64Array.of(0, NaN, 1.5e12), some)],
    ['exact', stored('date', Float64Array.of(0.25, 1, -5.5))],
    ['flux', stored('vector', new Vectors<unknown>(Float32Array.of(1, 2, 3, 4, 5, 6), 2), some)],
    [
      'cube',
      stored(
        'vector',
        new Vectors<unknown>(
          Int32Array.from({ length: 12 }, (_, i) => i),
          4,
          { shape: [2, 2] },
        ),
      ),
    ],
    ['vis', stored('vector', new Vectors<unknown>(Float64Array.of(1, 2, 3, 4, 5, 6), 2, { element: 'complex128' }))],
    ['bits', stored('vector', new Vectors<unknown>(Uint8Array.of(1, 0, 0, 1, 1, 1), 2, { element: 'boolean' }))],
    ['words', stored('vector', new Vectors<unknown>(['a', 'b', 'c', 'd', '', 'f'], 2))],
    ['ids', stored('list', new Lists<unknown>(BigInt64Array.of(1n, 2n ** 60n), [0, 1, 1, 2]))],
    ['texts', stored('list', new Lists<unknown>(['x', 'y'], [0, 0, 0, 2]), some)],
  ]);
  return new Table({ stored: columns, length: 3, meta: { name: 'sky', comments: ['one'] }, provenance: [] });
}

/** Everything that a table holds, in a comparable form. */
export function contents(table: { readonly data: Table<unknown>['data'] }): unknown {
  return [...table.data.stored].map(([name, { kind, values, valid, unit, description, ucd, format }]) => {
    const facts = { name, kind, unit, description, ucd, format, valid: valid && [...valid] };
    const present = (row: number): boolean => valid?.[row] !== 0;
    if (kind === 'vector' || kind === 'list') {
      const cells = Array.from({ length: values.length }, (_, row) =>
        present(row) ? [...(values.at(row) as [])] : null,
      );
      return { ...facts, cells, element: values.element, shape: kind === 'vector' ? values.shape : null };
    }
    return { ...facts, values: Array.from(values, (value, row) => (present(row) ? value : null)) };
  });
}
