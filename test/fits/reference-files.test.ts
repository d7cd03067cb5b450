/** Every image and header of the reference set, compared with astropy and with our checks of it. */
import { expect, it } from 'vitest';
import { type Hdu, planeCount } from '../../lib/fits/hdu/hdu.js';
import type { CardValue } from '../../lib/fits/header/card.js';
import { type FitsSource, openFitsSource } from '../../lib/fits/read/open-fits.js';
import { readFitsTable } from '../../lib/fits/read/read-fits-table.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';

type ReferenceValue = string | number | boolean | null | { re: number; im: number };

interface ReferenceData {
  n: number;
  nan: number;
  finite: number;
  sum?: number;
  mean?: number;
  std?: number;
  min?: number;
  max?: number;
  sample_index: number[];
  sample: (number | string)[];
}

interface ReferenceHdu {
  index: number;
  class: string;
  name: string;
  bitpix: number;
  kind: string;
  dtype?: string;
  shape?: number[];
  cards?: [string, ReferenceValue, string?][];
  data?: ReferenceData | null;
  table?: { nrows: number; columns: unknown[] };
  error?: unknown;
}

interface ReferenceFile {
  file: string;
  hdus: ReferenceHdu[];
  error?: unknown;
}

const KINDS: Record<string, string> = {
  image: 'image',
  'compressed image': 'compressed-image',
  'binary table': 'bintable',
  'ascii table': 'table',
  'random groups': 'groups',
  other: 'unknown',
};

describeShared('the reference files', () => {
  const { files } = referenceValues<{ files: ReferenceFile[] }>('fits');
  for (const reference of files) {
    if (reference.hdus.length === 0) continue;
    it(`reads ${reference.file}`, async () => {
      const file = await openFitsSource(shared(`data/${reference.file}`));
      for (const expected of reference.hdus) await checkHdu(file, expected);
      await file.close();
    });
  }
});

/** Cards that the reference omits because they name people or licences. */
const WITHHELD = ['SWSERIAL', 'SWOWNER'];

async function checkHdu(file: FitsSource, expected: ReferenceHdu): Promise<void> {
  const hdu = file.hdus[expected.index];
  // SIMPLE = F: astropy fails on wcs/header_with_time.fits, in which only the header is real
  const isGivenUp = expected.class === '_NonstandardHDU';
  if (!isGivenUp) expect(hdu.kind, `kind of HDU ${expected.index}`).toBe(KINDS[expected.kind]);
  // astropy uses this name for compressed images without one
  if (!isGivenUp && expected.name !== 'COMPRESSED_IMAGE') expect(hdu.name).toBe(expected.name);
  // the number of groups comes first in astropy's shape
  if (expected.shape && hdu.kind !== 'groups') expect([...hdu.shape].reverse()).toEqual(expected.shape);
  // astropy repairs fits/astropy/group_invalid.fits, which has GROUPS but no axis
  const isMended = hdu.kind === 'groups' && hdu.shape.length === 0;
  if (expected.cards && !isMended) expect(cardsOf(hdu)).toEqual(expected.cards.filter(isInFile(hdu)).map(readable));
  if (expected.table !== undefined) {
    const table = await readFitsTable(file, hdu.index);
    expect(table.length).toBe(expected.table.nrows);
    expect(table.stored.size).toBe(expected.table.columns.length);
  }
  if (hdu.kind !== 'image' && hdu.kind !== 'compressed-image') return;
  if (expected.data && expected.data.n > 0) await checkPixels(file, hdu, expected.data, expected.dtype ?? '');
}

function cardsOf(hdu: Hdu): unknown[] {
  return hdu.header.cards
    .slice(0, 400) // the length of the reference
    .filter(card => !WITHHELD.includes(card.keyword))
    .map(({ keyword, value, comment }) => [keyword, plain(keyword, value), comment]);
}

function plain(keyword: string, value: CardValue): CardValue {
  if (typeof value === 'bigint') return String(value);
  // `EXTVER: 3.0` is the number 3
  return /^(DP|D2IM)\d+$/.test(keyword) ? String(value).replace(/\.0$/, '') : value;
}

/** astropy adds EXTEND to a primary header that lacks it. */
function isInFile(hdu: Hdu) {
  return ([keyword]: [string, ...unknown[]]) => keyword !== 'EXTEND' || hdu.header.has('EXTEND');
}

/** astropy reads `DP1 = 'AXIS.1: 1'` as the keyword DP1.AXIS.1; here its value is the text. */
function readable([keyword, value, comment = '']: [string, ReferenceValue, string?]): unknown[] {
  const record = /^((?:DP|D2IM)\d+)\.(.+)$/.exec(keyword);
  return record === null ? [keyword.toUpperCase(), value, comment] : [record[1], `${record[2]}: ${value}`, comment];
}

/**
 * The one pixel that this library reads as NaN, as it was written (ZBLANK), and astropy 5.2 reads
 * as a number.
 */
const BLANK_THAT_ASTROPY_MISSES = 'compressed_with_nan.fits';

async function checkPixels(file: FitsSource, hdu: Hdu, expected: ReferenceData, dtype: string): Promise<void> {
  const values: number[] = [];
  const count = planeCount(hdu);
  for (let plane = 0; plane < count; plane++) {
    const image = await file.readImage(hdu.index, 'float64', { plane });
    expect(image.planes).toBe(count);
    for (const value of image.pixels) values.push(value);
  }
  expect(values.length).toBe(expected.n);
  const missed = file.path.endsWith(BLANK_THAT_ASTROPY_MISSES) ? 1 : 0;
  const finite = values.filter(Number.isFinite);
  expect(finite.length).toBe(expected.finite - missed);
  const isScaled = hdu.bitpix > 0 && dtype === 'float32';
  expected.sample_index.forEach((at, k) => {
    const wanted = Number(expected.sample[k]);
    if (missed && Number.isNaN(values[at])) return;
    if (!isScaled) expect(values[at]).toBe(wanted);
    // astropy scales 16-bit numbers in float32, where BZERO + BSCALE * stored rounds twice
    else
      expect(Math.abs(values[at] - wanted)).toBeLessThan(
        2e-7 * (Math.abs(wanted) + 2 * Math.abs(hdu.header.number('BZERO'))),
      );
  });
  if (finite.length === 0 || missed) return;
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const std = Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length);
  const spread = Math.max(Math.abs(mean), std);
  expect(Math.abs(mean - Number(expected.mean))).toBeLessThanOrEqual((isScaled ? 1e-6 : 1e-11) * spread);
  expect(Math.abs(std - Number(expected.std))).toBeLessThanOrEqual((isScaled ? 1e-6 : 1e-9) * spread);
}
