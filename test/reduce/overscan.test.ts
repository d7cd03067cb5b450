import { describe, expect, it } from 'vitest';
import { PixelFlag } from '../../lib/frame/image.js';
import { calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import { subtractOverscan } from '../../lib/reduce/calibrate/overscan.js';
import { fitPolynomial } from '../../lib/reduce/calibrate/polynomial.js';
import { parseSection } from '../../lib/reduce/section.js';
import { hasStep } from '../../lib/reduce/state.js';
import { trim } from '../../lib/reduce/trim.js';
import { readRawFits } from '../helpers/raw-fits.js';
import { imageOf } from '../helpers/reduce-image.js';
import { expectNumbers, reduceReference } from '../helpers/reduce-night.js';
import { describeShared, shared } from '../helpers/shared.js';

describeShared('overscan and trim of the SAAO frame against numpy (reduce.json)', () => {
  it.each([
    ['row_mean', { method: 'mean' }],
    ['row_median', true],
    ['row_median then straight line over rows', { method: 'median', degree: 1 }],
  ] as const)('%s', (method, overscan) => {
    const reference = reduceReference().overscan.find(entry => entry.method === method)!;
    const raw = readRawFits(shared(`data/${reference.file}`));
    const reduced = calibrate(raw, { overscan, trim: true });
    expect([reduced.width, reduced.height]).toEqual([512, 520]);
    expectNumbers(reduced.pixels, reference.result, 1e-12);
  });
});

describe('subtractOverscan()', () => {
  const level = (y: number): number => 500 + 3 * y;
  const raw = imageOf(12, 8, i => level(Math.floor(i / 12)) + (i % 12 < 4 ? 0 : 100), {
    cards: { BIASSEC: '[1:4,1:8]', TRIMSEC: '[5:12,1:8]' },
  });

  it('subtracts the level of each row', () => {
    const reduced = subtractOverscan(raw);
    reduced.pixels.forEach((value, i) => {
      expect(value).toBe(i % 12 < 4 ? 0 : 100);
    });
    expect(hasStep(reduced, 'overscan')).toBe(true);
  });

  it('works along columns for overscan rows', () => {
    const turned = imageOf(8, 12, i => level(i % 8) + (i < 32 ? 0 : 100));
    const reduced = subtractOverscan(turned, { section: '[1:8,1:4]' });
    reduced.pixels.forEach((value, i) => {
      expect(value).toBe(i < 32 ? 0 : 100);
    });
  });

  it('excludes flagged and NaN pixels and uses the typical level for rows without usable pixels', () => {
    const mask = new Uint8Array(96);
    mask[0] = PixelFlag.bad;
    const pixels = raw.pixels.map((value, i) => (i === 0 ? 9999 : i === 13 ? Number.NaN : value));
    const reduced = subtractOverscan({ ...raw, mask, pixels });
    expect([reduced.pixels[1], reduced.pixels[12]]).toEqual([0, 0]);
  });

  it('explains what is needed when the header section is missing or invalid', () => {
    expect(() => subtractOverscan(imageOf(4, 4, 1, { path: 'a.fits' }))).toThrow(/a\.fits has no BIASSEC/);
    expect(() => subtractOverscan(raw, { section: '[1:40,1:8]' })).toThrow(/is not inside the image of 12 x 8/);
    expect(() => subtractOverscan(raw, { section: '1:4,1:8' })).toThrow(/\[x1:x2,y1:y2\]/);
    expect(() => subtractOverscan(raw, { degree: 8 })).toThrow(/degree/);
    expect(() => subtractOverscan(raw, { method: 'mode' as 'mean' })).toThrow(/'median' or 'mean'/);
  });
});

describe('trim()', () => {
  it('cuts pixels, mask and variance, and moves the reference pixel', () => {
    const cards = {
      NAXIS1: 6,
      NAXIS2: 5,
      CRPIX1: 3.5,
      CRPIX2: 2.5,
      CRPIX1A: 4,
      CRVAL1: 10,
      TRIMSEC: '[2:5,3:5]',
      BIASSEC: '[1:1,1:5]',
    };
    const mask = Uint8Array.from({ length: 30 }, (_, i) => i);
    const image = imageOf(6, 5, i => i, { cards, mask, variance: Float64Array.from(mask, v => 2 * v) });
    const cut = trim(image);
    expect([cut.width, cut.height]).toEqual([4, 3]);
    expect([...cut.pixels]).toEqual([13, 14, 15, 16, 19, 20, 21, 22, 25, 26, 27, 28]);
    expect([...cut.mask!]).toEqual([...cut.pixels]);
    expect([...cut.variance!]).toEqual([...cut.pixels].map(value => 2 * value));
    const { header } = cut;
    expect([
      header.number('CRPIX1'),
      header.number('CRPIX2'),
      header.number('CRPIX1A'),
      header.number('CRVAL1'),
    ]).toEqual([2.5, 0.5, 3, 10]);
    expect([header.number('NAXIS1'), header.number('NAXIS2')]).toEqual([4, 3]);
    expect(header.has('TRIMSEC') || header.has('BIASSEC')).toBe(false);
  });
});

describe('parseSection()', () => {
  const size = { width: 536, height: 520 };
  it('parses sections as written in headers', () => {
    expect(parseSection('[  17: 528,   1: 520]', size)).toEqual({ x0: 16, x1: 528, y0: 0, y1: 520 });
    expect(parseSection('[*,520:1]', size)).toEqual({ x0: 0, x1: 536, y0: 0, y1: 520 });
  });
  it.each(['', '[1:2]', '[a:b,1:2]', '[0:5,1:2]', '[1:537,1:2]', 'UNKNOWN'])('rejects %j', text => {
    expect(() => parseSection(text, size, 'BIASSEC')).toThrow(/BIASSEC/);
  });
});

describe('fitPolynomial()', () => {
  it('reproduces a polynomial of the same degree and stays stable at high degree', () => {
    const cubic = Float64Array.from({ length: 1000 }, (_, i) => 3 - i / 10 + (i / 100) ** 3);
    for (const degree of [3, 4, 12])
      fitPolynomial(cubic, degree).forEach((value, i) => {
        expect(value).toBeCloseTo(cubic[i], 7);
      });
  });
  it('is the least-squares line', () => {
    const line = fitPolynomial(Float64Array.of(1, 2, 3, 5), 1);
    [0.8, 2.1, 3.4, 4.7].forEach((value, i) => {
      expect(line[i]).toBeCloseTo(value, 12);
    });
  });
});
