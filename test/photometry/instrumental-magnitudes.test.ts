/** Instrumental magnitudes beside the fluxes, and magnitudes where a zero point is known. */
import { describe, expect, it, vi } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { Frame } from '../../lib/fluent/frame.js';
import type { Image } from '../../lib/frame/image.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { drawStars } from '../helpers/star-field.js';

const light = drawStars({ width: 80, height: 80, stars: [{ x: 40, y: 40, peak: 500 }], fwhm: 4, sky: 50, noise: 2 });
const imageWith = (extra: Partial<Image>): Image => ({ ...light, gain: 2, exptime: 60, ...extra });
const at = { x: [40, 10], y: [40, 70] };
const measure = (extra: Partial<Image>, options: object = {}) =>
  measureApertures(imageWith(extra), at, { radius: 6, annulus: [10, 16], ...options }).toObjects() as unknown as Record<
    string,
    number
  >[];

describe('instMag', () => {
  it('is -2.5 log10 of the flux for one second, with its error', () => {
    const [star] = measure({ unit: 'adu' });
    expect(star.instMag).toBeCloseTo(-2.5 * Math.log10(star.flux / 60), 12);
    expect(star.magErr).toBeCloseTo((2.5 / Math.LN10) * (star.fluxErr / star.flux), 12);
  });

  it.each(['adu/s', 'electron/s', 'nJy'])('does not divide %s by the exposure', unit => {
    const [star] = measure({ unit });
    expect(star.instMag).toBeCloseTo(-2.5 * Math.log10(star.flux), 12);
  });

  it('is NaN for a flux that is not positive and for an unknown exposure', () => {
    const [star] = measure({ exptime: Number.NaN });
    expect(star.instMag).toBeNaN();
    expect(star.magErr).toBeGreaterThan(0);
    const dark = { ...light, pixels: light.pixels.map(value => -value) };
    expect(measure({ pixels: dark.pixels })[0].instMag).toBeNaN();
    expect(measure({ exptime: 0 })[0].instMag).toBeNaN();
  });

  it('has a column for each radius', () => {
    const { names } = measureApertures(imageWith({}), at, { radii: [4, 6] });
    expect(names.filter(name => /mag/i.test(name))).toEqual(['instMag_4', 'magErr_4', 'instMag_6', 'magErr_6']);
  });

  it('of a frame without EXPTIME is said to be unknown', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const codes = (exptime: number) => [
      ...new Frame(imageWith({ exptime })).measure([{ x: 40, y: 40 }], { radius: 6 }).problems().columns.code,
    ];
    expect(codes(Number.NaN)).toContain('exposure-unknown');
    expect(codes(30)).not.toContain('exposure-unknown');
  });
});

describe('mag', () => {
  const hst = (cards: Record<string, string | number>) =>
    new Header(Object.entries(cards).map(([keyword, value]) => ({ keyword, value, comment: '' })));
  const ACS = { INSTRUME: 'ACS', PHOTFLAM: 7.7265435e-20, PHOTPLAM: 5919.4609 };
  const magOf = (extra: Partial<Image>) => {
    const table = new Frame(imageWith(extra)).measure([{ x: 40, y: 40 }], { radius: 6 });
    return table.has('mag') ? (table.toObjects()[0] as unknown as Record<string, number>) : null;
  };

  it('is instMag plus the zero point that is given', () => {
    const [star] = measure({}, { zeroPoint: 25.3 });
    expect(star.mag).toBeCloseTo(star.instMag + 25.3, 12);
  });

  it('is AB by PHOTFLAM and PHOTPLAM of ACS and WFC3', () => {
    const star = magOf({ unit: 'electron/s', header: hst(ACS) })!;
    expect(star.mag).toBeCloseTo(-2.5 * Math.log10(star.flux) + 26.5106, 3);
    const total = magOf({ unit: 'electron', header: hst(ACS) })!;
    expect(total.mag).toBeCloseTo(-2.5 * Math.log10(total.flux / 60) + 26.5106, 3);
  });

  it('is absent where a zero point may mean another unit', () => {
    expect(magOf({ unit: 'adu', header: hst(ACS) })).toBeNull();
    expect(magOf({ unit: 'electron/s', header: hst({ ...ACS, INSTRUME: 'WFPC2' }) })).toBeNull();
    expect(magOf({ unit: 'adu', header: hst({ MAGZPT: 25, MAGZERO: 28 }) })).toBeNull();
    expect(magOf({ unit: 'electron/s', header: hst({ ...ACS, PHOTFLAM: 0 }) })).toBeNull();
  });

  it('refuses a zero point that is no number', () => {
    expect(() => measure({}, { zeroPoint: Number.NaN })).toThrow('zeroPoint');
  });
});
