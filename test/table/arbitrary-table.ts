/** Tables with columns of every kind, for property tests. */
import fc from 'fast-check';
import { Table } from '../../lib/table/table.js';

/** Columns of {@link arbitraryTable}. */
export interface AnyColumns {
  f64: number;
  f32: number;
  i32: number;
  u8: number;
  i64: bigint | null;
  text: string | null;
  flag: boolean | null;
}

const missingOr = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 5 });

/** One row of {@link arbitraryTable}. */
export const arbitraryRow = fc.record({
  f64: fc.double(),
  f32: fc.float(),
  i32: fc.integer(),
  u8: fc.integer({ min: 0, max: 255 }),
  i64: missingOr(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  text: missingOr(
    fc.oneof(fc.string(), fc.constantFrom('1', 'NaN', 'true', ' a', 'a,b', '"', 'a\r\nb', '', '#x', '-inf')),
  ),
  flag: missingOr(fc.boolean()),
});

/** Tables of up to `maxLength` rows with columns of every kind that a file can hold. */
export function arbitraryTable(maxLength = 12): fc.Arbitrary<Table<AnyColumns>> {
  return fc.array(arbitraryRow, { maxLength }).map(tableOf);
}

/** Builds a table from rows. */
export function tableOf(rows: readonly AnyColumns[]): Table<AnyColumns> {
  return Table.fromColumns<AnyColumns>({
    f64: Float64Array.from(rows, row => row.f64),
    f32: Float32Array.from(rows, row => row.f32),
    i32: Int32Array.from(rows, row => row.i32),
    u8: Uint8Array.from(rows, row => row.u8),
    i64: rows.map(row => row.i64),
    text: rows.map(row => row.text),
    flag: rows.map(row => row.flag),
  });
}
