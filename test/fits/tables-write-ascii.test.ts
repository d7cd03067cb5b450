/** Tables written as ASCII tables. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTable } from '../../lib/fits/tables/write/encode-table.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { type StoredColumn, stored } from '../../lib/table/column/stored-column.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { cellsBack, tableOf } from './table-file.js';

const int = fc.integer();
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('a table written as an ASCII table', () => {
  const ascii = { ascii: true };

  it('round-trips numbers to the last bit, and missing values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noDefaultInfinity: true }), { maxLength: 6 }),
        fc.array(fc.float({ noDefaultInfinity: true }), { maxLength: 6 }),
        fc.array(fc.option(int), { minLength: 1, maxLength: 6 }),
        fc.array(fc.option(long), { minLength: 1, maxLength: 6 }),
        async (doubles, floats, ints, longs) => {
          const maskOf = (values: readonly unknown[]) => Uint8Array.from(values, value => (value === null ? 0 : 1));
          const orNull = (mask: Uint8Array) => (mask.includes(0) ? mask : null);
          expect(await cellsBack(stored('float64', Float64Array.from(doubles)), ascii)).toEqual(doubles);
          const back = await cellsBack(stored('float32', Float32Array.from(floats)), ascii);
          expect(back.map(value => Math.fround(Number(value)))).toEqual(floats);
          const whole = Int32Array.from(ints, value => value ?? 0);
          expect(await cellsBack(stored('int32', whole, orNull(maskOf(ints))), ascii)).toEqual(ints);
          const wide = BigInt64Array.from(longs, value => value ?? 0n);
          expect(await cellsBack(stored('int64', wide, orNull(maskOf(longs))), ascii)).toEqual(longs);
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  it('holds text, dates, and logicals as letters', async () => {
    expect(await cellsBack(stored('string', ['a b', '', ' c']), ascii)).toEqual(['a b', '', ' c']);
    const dates = stored('date', Float64Array.of(1.5e12, NaN), Uint8Array.of(1, 0));
    expect(await cellsBack(dates, ascii)).toEqual([new Date(1.5e12), null]);
    expect(await cellsBack(stored('boolean', Uint8Array.of(1, 0)), ascii)).toEqual(['T', 'F']);
  });

  it('refuses vectors, infinite numbers and text that is not ASCII', () => {
    const write = (column: StoredColumn) => encodeTable(tableOf({ c: column }), ascii);
    expect(() => write(stored('vector', new Vectors<unknown>(Float64Array.of(1), 1)))).toThrow(/holds vectors/);
    expect(() => write(stored('float64', Float64Array.of(1, Infinity)))).toThrow(/row 1.*Infinity/);
    expect(() => write(stored('string', ['é']))).toThrow(/printable ASCII/);
  });

  it('is padded with blanks, one between columns', () => {
    const columns = { x: stored('int32', Int32Array.of(-7)), s: stored('string', ['ab']) };
    const { data, header } = encodeTable(tableOf(columns), ascii);
    expect(Buffer.from(data).toString('latin1')).toBe('         -7 ab');
    expect([header.get('TBCOL1'), header.get('TBCOL2'), header.get('NAXIS1')]).toEqual([1, 13, 14]);
    expect(encodeFits([{ header, data }]).at(-1)).toBe(32);
  });
});
