import { describe, expect, it } from 'vitest';
import { type CardValue, Header } from '../../../lib/fits/header/header.js';
import { halfSizeHeader } from '../../../lib/frame/colour/half-size-header.js';
import { describeFrame } from '../../../lib/frame/telescopes/describe-frame.js';
import { requireWcs } from '../../../lib/frame/wcs/wcs.js';
import { SKY } from './mosaic-field.js';

const half = (cards: Record<string, CardValue>, centre = { x: 1, y: 0 }) =>
  halfSizeHeader(Header.fromObject(cards), { width: 150, height: 100 }, centre, 'a.fits');

const { CD1_1: _a, CD1_2: _b, CD2_1: _c, CD2_2: _d, ...PLACE } = SKY;
const SIP = {
  ...SKY,
  CTYPE1: 'RA---TAN-SIP',
  CTYPE2: 'DEC--TAN-SIP',
  A_ORDER: 3,
  A_2_0: 2e-5,
  A_1_1: -1e-5,
  A_0_3: 3e-8,
  B_ORDER: 2,
  B_0_2: -3e-5,
  B_2_0: 1e-5,
};
const ALTERNATE = Object.fromEntries(Object.entries(SKY).map(([keyword, value]) => [`${keyword}P`, value]));

describe('world coordinates of a half-size frame', () => {
  const systems: [string, Record<string, CardValue>, string?][] = [
    ['CD', SKY],
    ['CDELT and CROTA2', { ...PLACE, CDELT1: -3e-4, CDELT2: 3.1e-4, CROTA2: 12 }],
    ['CDELT and PC', { ...PLACE, CDELT1: -3e-4, CDELT2: 3.1e-4, PC1_1: 0.9, PC1_2: 0.2, PC2_1: -0.21, PC2_2: 0.95 }],
    ['PC alone', { ...PLACE, PC1_1: -3e-4, PC1_2: 1e-5, PC2_1: 1e-5, PC2_2: 3e-4 }],
    ['SIP', SIP],
    ['an alternate description', { ...SKY, CRVAL1: 10, ...ALTERNATE }, 'P'],
    ['no CRPIX', { ...SKY, CRPIX1: null, CRPIX2: null }],
  ];
  it.each(systems)('are those of the pixels: %s', (_name, cards, alternate) => {
    const present = Object.fromEntries(Object.entries(cards).filter(([, value]) => value !== null));
    const options = alternate ? { alternate } : {};
    const before = requireWcs(Header.fromObject(present), '', options);
    for (const centre of [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 0, y: 1 },
      { x: 0.5, y: 0.5 },
    ]) {
      const after = requireWcs(half(present, centre).header, '', options);
      for (const [i, j] of [
        [0, 0],
        [149, 3],
        [70.25, 99],
      ]) {
        const sky = after.pixelToSky(i, j);
        const at = before.skyToPixel(sky.ra, sky.dec);
        expect(at.x).toBeCloseTo(2 * i + centre.x, 6);
        expect(at.y).toBeCloseTo(2 * j + centre.y, 6);
      }
      expect(after.pixelScale / before.pixelScale).toBeCloseTo(2, 9);
    }
  });

  it('leaves out, and names, distortions that it cannot convert', () => {
    const { header, problems } = half({ ...SKY, AMDX1: 67, AMDX2: 1, AMDY1: 66, D2IMDIS1: 'LOOKUP' });
    expect(header.cards.map(({ keyword }) => keyword)).not.toContain('AMDX1');
    expect(problems.map(({ where, action, code, file }) => [file, where, action, code])).toEqual([
      ['a.fits', 'card AMDX1', 'dropped', 'wcs-distortion'],
      ['a.fits', 'card AMDY1', 'dropped', 'wcs-distortion'],
      ['a.fits', 'card D2IMDIS1', 'dropped', 'wcs-distortion'],
    ]);
    expect(half({ ...SKY, PV1_1: 1, PV2_1: 0.99 }).header.number('PV2_1')).toBe(0.99);
  });
});

describe('other cards of a half-size frame', () => {
  it('has sections of whole cells, and its own physical coordinates', () => {
    const { header } = half({
      DATASEC: '[4:300,1:200]',
      TRIMSEC: '[3:299, 2:199]',
      BIASSEC: '[3:3,1:200]',
      CCDSEC: '[1:300,1:200]',
      LTV1: -20,
      NAXIS1: 301,
      NAXIS2: 201,
      XBINNING: 1,
    });
    expect(header.text('DATASEC')).toBe('[3:150,1:100]');
    expect(header.text('TRIMSEC')).toBe('[2:149,2:99]');
    expect(header.has('BIASSEC')).toBe(false);
    expect(header.text('CCDSEC')).toBe('[1:300,1:200]');
    expect([header.number('NAXIS1'), header.number('NAXIS2'), header.number('XBINNING')]).toEqual([150, 100, 1]);
    // image pixel = LTM * physical + LTV: half-size pixel 1 is centred on pixel 2 here, which is physical pixel 22
    expect(header.number('LTM1_1') * 22 + header.number('LTV1')).toBe(1);
  });

  it.each<[string, Record<string, CardValue>, number]>([
    ['the WCS', { ...SKY, PIXSCALE: 7 }, 0],
    ['PIXSCALE', { PIXSCALE: 0.8 }, 1.6],
    ['SCALE', { SCALE: 0.8 }, 1.6],
    ['the size of a pixel', { XPIXSZ: 3.76, YPIXSZ: 3.76, FOCALLEN: 500 }, (2 * 206.264806247 * 3.76) / 500],
    ['the dictionary', { TELESCOP: 'ARCSAT' }, 1.34],
  ])('has the scale of its pixels, by %s', (_name, cards, expected) => {
    const whole = describeFrame(Header.fromObject(cards)).pixelScale;
    const scale = describeFrame(half(cards).header).pixelScale;
    expect(scale / whole).toBeCloseTo(2, 9);
    if (expected > 0) expect(scale).toBeCloseTo(expected, 9);
  });

  it('has a FWHM in its own pixels', () => {
    expect(describeFrame(half({ FWHM: 6 }).header).fwhmHeader).toBe(3);
    const seeing = { SEEING: 3, PIXSCALE: 0.5 };
    expect(describeFrame(Header.fromObject(seeing)).fwhmHeader).toBe(6);
    expect(describeFrame(half(seeing).header).fwhmHeader).toBe(3);
  });
});
