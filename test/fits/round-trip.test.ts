/** Property tests: any file that this library writes reads back the same and has no problems. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { type FitsSource, openFitsSource } from '../../lib/fits/read/open-fits.js';
import { readFitsTable } from '../../lib/fits/read/read-fits-table.js';
import { fitsProblems } from '../../lib/fits/verify/verify-fits.js';
import type { HduToWrite, ImageToWrite } from '../../lib/fits/write/encode-hdu.js';
import { type WriteHdusOptions, writeHdus } from '../../lib/fits/write/write-fits.js';
import { Table } from '../../lib/table/table.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const folder = temporaryFolder();

const text = fc.string({ unit: fc.constantFrom(..."ab'&/ 1=-"), maxLength: 150 }).map(value => value.trimEnd());
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());

/** Cards with any content: strings over several lines, quotes, slashes, ampersands. */
const header = fc
  .dictionary(fc.stringMatching(/^[A-Z][A-Z0-9]{0,5}K$/), fc.oneof(text, number), { maxKeys: 6 })
  .map(values => Header.fromObject(values));

const arrays = fc.constantFrom(
  Uint8Array,
  Int8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
);

const image: fc.Arbitrary<ImageToWrite> = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 6 }), type: arrays, header })
  .chain(({ width, height, type, header: cards }) =>
    fc
      .array(fc.double({ min: -1e10, max: 1e10 }), { minLength: width * height, maxLength: width * height })
      .map(values => ({ width, height, header: cards, pixels: type.from(values) })),
  );

const table: fc.Arbitrary<HduToWrite> = fc
  .array(fc.record({ id: fc.bigInt(-(2n ** 62n), 2n ** 62n), mag: fc.double(), name: text }), {
    minLength: 1,
    maxLength: 8,
  })
  .map(rows => ({
    table: Table.fromColumns({
      id: rows.map(({ id }) => id),
      mag: rows.map(({ mag }) => mag),
      name: rows.map(({ name }) => name),
    }),
    name: 'STARS',
  }));

const options: fc.Arbitrary<WriteHdusOptions> = fc.record({
  checksum: fc.boolean(),
  compress: fc.constantFrom(undefined, undefined, 'RICE_1' as const, 'GZIP_1' as const, 'GZIP_2' as const),
  quantize: fc.constant('lossless' as const),
});

describe('any text in a card', () => {
  it('round-trips, with ampersands and quotes wherever a line ends', () => {
    const long = fc.string({ unit: fc.constantFrom(..."a'& "), minLength: 50, maxLength: 220 });
    fc.assert(
      fc.property(long, value => {
        const wanted = value.trimEnd();
        expect(Header.parse(Header.fromObject({ LONGTEXT: wanted }).toBytes()).get('LONGTEXT')).toBe(wanted);
        expect(Header.parse(Header.fromObject({ LONGTEXT: `${wanted}&` }).toBytes()).get('LONGTEXT')).toBe(
          `${wanted}&`,
        );
      }),
      { seed: 12, numRuns: 2000 },
    );
  });
});

describe('any file of images and tables', () => {
  it('round-trips, compressed or not, and has no problems', async () => {
    let files = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(image, table), { minLength: 1, maxLength: 4 }), options, async (hdus, how) => {
        const path = `${folder}/${++files % 2 === 0 ? 'a.fits' : 'b.fits.gz'}`;
        await writeHdus(path, hdus, how);
        const file = await openFitsSource(path);
        const problems = await fitsProblems(file.bytes, file.hdus, path);
        expect(problems.filter(({ keyword }) => keyword !== 'EXTNAME')).toEqual([]);
        const written = file.hdus.filter(({ shape }) => shape.length > 0);
        expect(written).toHaveLength(hdus.length);
        for (const [k, hdu] of hdus.entries()) await expectSame(file, written[k].index, hdu);
        await file.close();
      }),
      { seed: 11, numRuns: 120 },
    );
  });
});

async function expectSame(file: FitsSource, index: number, hdu: HduToWrite): Promise<void> {
  if ('table' in hdu) {
    expect(new Table(await readFitsTable(file, index)).toObjects()).toEqual(new Table(hdu.table.data).toObjects());
    return;
  }
  const { pixels = [], header: cards = new Header([]) } = hdu as ImageToWrite;
  expect([...(await file.readImage(index, 'float64')).pixels]).toEqual(Array.from(pixels, Number));
  const again = file.hdus[index].header;
  for (const { keyword, value } of cards.cards) expect(again.get(keyword)).toEqual(value);
}
