/** Tables with false headers and damaged bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import type { CardValue } from '../../lib/fits/header/card.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { tableOfFile } from '../../lib/fits/read/table-of-file.js';
import { encodeTable } from '../../lib/fits/tables/write/encode-table.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { Lists } from '../../lib/table/column/lists.js';
import { type StoredColumn, stored } from '../../lib/table/column/stored-column.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { ascii, failing, readFile, tableFile } from './table-file.js';

describe('a table with a false header', () => {
  const read = (cards: Record<string, CardValue>) =>
    failing(readFile(tableFile({ TFORM1: '1D', ...cards }, new Uint8Array(80), { rowLength: 8, rows: 10 })));

  it('is refused before memory is allocated', async () => {
    expect((await read({ NAXIS2: 1e12 })).code).toBe('truncated-file');
    expect((await read({ GCOUNT: 0 })).message).toMatch(/declares 10 rows of 8 bytes, but the HDU has 0 bytes of data/);
    expect((await read({ NAXIS: 1 })).code).toBe('bad-header');
    expect((await read({ NAXIS1: 4 })).message).toMatch(/NAXIS1 says that a row has 4 bytes, but the columns need 8/);
    expect((await read({ TFORM1: '99999999999999999999D' })).message).toMatch(/the columns need 80{20}/);
    expect((await read({ TFIELDS: 1000 })).message).toMatch(
      /TFIELDS must be a number of columns from 0 to 999, but is 1000/,
    );
    expect((await read({ TFIELDS: -1 })).code).toBe('bad-header');
    expect((await read({ TFIELDS: 2 })).message).toMatch(
      /TFORM2 must be the TFORM of a binary table.* but it is absent/,
    );
    expect((await read({ TFORM1: 'W7' })).message).toMatch(/TFORM1 must be .* but is 'W7'/);
    expect((await read({ TFORM1: '2PE' })).code).toBe('bad-header');
    expect((await read({ THEAP: 3 })).message).toMatch(/THEAP is 3, but the rows reach to byte 80/);
  });

  it('has no rows if they have no bytes', async () => {
    const file = tableFile({ TFORM1: '0D', TTYPE1: 'c' }, new Uint8Array(0), { rowLength: 0, rows: 1e12 });
    expect((await readFile(file)).length).toBe(0);
  });

  it('is either read or refused with a PhotometryError, whichever bytes are changed or missing', async () => {
    const every = encodeFits([
      encodeTable({
        stored: new Map<string, StoredColumn>([
          ['a', stored('float64', Float64Array.of(1, 2, 3))],
          ['b', stored('int32', Int32Array.of(1, 2, 3), Uint8Array.of(1, 0, 1))],
          ['c', stored('string', ['x', 'yy', 'zzz'])],
          ['d', stored('list', new Lists<unknown>(Int32Array.of(1, 2, 3), [0, 1, 2, 3]))],
          ['e', stored('vector', new Vectors<unknown>(new Float32Array(18), 6, { shape: [3, 2] }))],
        ]),
        length: 3,
        meta: {},
        provenance: [],
      }),
    ]);
    const change = fc.record({
      at: fc.oneof(fc.nat(every.length - 1), fc.integer({ min: 2880, max: 2880 + 80 * 30 })),
      byte: fc.oneof(fc.constantFrom(...ascii("0123456789 -.'PQJDAXE()")), fc.nat(255)),
    });
    const outcomes = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(every.length)),
        async (changes, cut) => {
          const bytes = every.slice(0, cut ?? every.length);
          for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
          try {
            const file = await openFitsSource(bytes);
            const { data } = await tableOfFile(file, undefined);
            for (const one of data.stored.values()) expect(one.values.length).toBe(data.length);
            outcomes.read++;
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
            outcomes.refused++;
          }
        },
      ),
      { seed: 5, numRuns: 1500 },
    );
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(150);
  });
});
