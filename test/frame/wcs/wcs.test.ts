import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Header } from '../../../lib/fits/header/header.js';
import { parseWcs, requireWcs, wcsFromMatrix, wcsProblem } from '../../../lib/frame/wcs/wcs.js';
import { isWcsKeyword, withWcs } from '../../../lib/frame/wcs/wcs-cards.js';
import { separation } from '../../../lib/math/sphere.js';
import { describeShared, referenceValues } from '../../helpers/shared.js';
import { headersOf } from '../headers-of.js';

interface WcsCase {
  file: string;
  hdu: number | null;
  alt: string;
  ctype: string[] | null;
  nx: number;
  ny: number;
  sip?: boolean;
  table_distortion?: boolean;
  equinox?: number | string;
  radesys?: string;
  sky?: [number, number][];
  sky_core?: [number, number][];
  centre?: { scale_x_arcsec: number; scale_y_arcsec: number; pa_of_plus_y: number };
  matrix_area_deg2?: number;
  far?: { sky: [number, number]; pixel: [number | string, number | string] }[];
}

/** Cases that this library supports: RA and Dec of 2000, TAN, axes 1 and 2, no DSS plate solution. */
function isTangent(c: WcsCase): boolean {
  return (
    c.ctype?.[0]?.startsWith('RA---TAN') === true &&
    c.ctype[1].startsWith('DEC--TAN') &&
    !DSS_PLATES.includes(c.file) &&
    c.file !== 'wcs/tpvonly.hdr'
  );
}
const DSS_PLATES = ['detection/misc/M6707HH.fits', 'catalogs/hd219829/dss_hd219829.fits'];

describeShared('world coordinates against wcslib', () => {
  const cases = referenceValues<{ cases: WcsCase[] }>('wcs').cases.filter(c => !c.file.endsWith('.bz2'));
  const read = async (c: WcsCase) => {
    const header = (await headersOf(c.file))[c.hdu ?? 0];
    return { header, wcs: parseWcs(header, { alternate: c.alt }) };
  };
  const tangent = cases.filter(isTangent);

  it.each(tangent)('$file HDU $hdu $alt: the grid of 25 pixels, and back', async c => {
    const { header, wcs } = await read(c);
    if (!wcs) throw new Error(wcsProblem(header, { alternate: c.alt }));
    // wcslib applies the primary SIP to alternates whose CTYPE has none; look-up tables are not supported here.
    const sipApplies = header.text(`CTYPE1${c.alt.trim()}`).endsWith('-SIP');
    const bare = (c.sip === true && !sipApplies) || c.table_distortion === true;
    if (c.table_distortion) expect(wcs.omitted).toContain('look-up tables');
    if (c.table_distortion && sipApplies) return;
    const sky = (bare ? c.sky_core : c.sky) ?? [];
    expect(sky).toHaveLength(25);
    sky.forEach(([ra, dec], k) => {
      const [x, y] = [((k % 5) * (c.nx - 1)) / 4, (Math.floor(k / 5) * (c.ny - 1)) / 4];
      const got = wcs.pixelToSky(x, y);
      expect(separation(got.ra, got.dec, ra, dec), `pixel ${x}, ${y}`).toBeLessThan(c.sip ? 1e-9 : 1e-10);
      const back = wcs.skyToPixel(ra, dec);
      expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(2e-8 * Math.max(1, 1 / wcs.pixelScale));
    });
    if (c.matrix_area_deg2) expect(wcs.pixelScale / (3600 * Math.sqrt(c.matrix_area_deg2))).toBeCloseTo(1, 5);
  });

  it('accepts dozens of cases, and rejects the others with a reason', async () => {
    expect(tangent.length).toBeGreaterThan(50);
    // wcslib rejects the second HDU of validate.fits for the unit of its third axis, which is not checked here.
    for (const c of cases.filter(c => !isTangent(c) && !(c.file === 'wcs/validate.fits' && c.hdu === 2))) {
      const { header, wcs } = await read(c);
      if (wcs !== null && c.file === 'catalogs/hd219829/dss_hd219829.fits') {
        // It has a TAN approximation next to its plate solution, which wcslib uses.
        expect(wcs.omitted).toContain('plate solution');
        const centre = wcs.pixelToSky((c.nx - 1) / 2, (c.ny - 1) / 2);
        expect(separation(centre.ra, centre.dec, ...(c.sky?.[12] ?? [0, 0])) * 3600).toBeLessThan(2);
        continue;
      }
      expect(wcs, c.file).toBeNull();
      expect(wcsProblem(header, { alternate: c.alt }), c.file).toMatch(/\w/);
      expect(() => requireWcs(header, c.file, { alternate: c.alt })).toThrow(c.file);
    }
  });

  it('reports the rotation of the image at its centre', async () => {
    for (const c of tangent.filter(c => c.file.startsWith('raw/arcsat') && c.centre)) {
      const { wcs } = await read(c);
      const off = (wcs?.rotation ?? Number.NaN) - (c.centre?.pa_of_plus_y ?? Number.NaN);
      expect(Math.abs(((off + 540) % 360) - 180)).toBeLessThan(0.01);
    }
  });

  it('finds pixels far from the image where wcslib does, without distortion', async () => {
    for (const c of tangent.filter(c => !c.sip && !c.table_distortion)) {
      const { wcs } = await read(c);
      for (const { sky, pixel } of c.far ?? []) {
        const got = wcs?.skyToPixel(sky[0], sky[1]) ?? { x: 0, y: 0 };
        if (pixel[0] === 'NaN') expect(got.x).toBeNaN();
        else
          expect(
            Math.hypot(got.x - Number(pixel[0]), got.y - Number(pixel[1])) /
              Math.hypot(Number(pixel[0]), Number(pixel[1])),
            c.file,
          ).toBeLessThan(1e-9);
      }
    }
  });
});

const PLAIN = {
  CTYPE1: 'RA---TAN',
  CTYPE2: 'DEC--TAN',
  CRVAL1: 240.5,
  CRVAL2: 28.2,
  CRPIX1: 512,
  CRPIX2: 512,
  CD1_1: -2e-4,
  CD1_2: 1e-5,
  CD2_1: 1e-5,
  CD2_2: 2e-4,
};

describe('world coordinates', () => {
  it('map CRPIX, which counts from 1, to CRVAL', () => {
    const wcs = requireWcs(Header.fromObject(PLAIN));
    const sky = wcs.pixelToSky(511, 511);
    expect(sky.ra).toBeCloseTo(240.5, 12);
    expect(sky.dec).toBeCloseTo(28.2, 12);
  });

  it('are the same from CD, from PC with CDELT, and from CDELT with CROTA2', () => {
    const [scale, turn] = [2e-4, 30 * (Math.PI / 180)];
    const { CD1_1: _a, CD1_2: _b, CD2_1: _c, CD2_2: _d, ...bare } = PLAIN;
    const cd = {
      CD1_1: -scale * Math.cos(turn),
      CD1_2: -scale * Math.sin(turn),
      CD2_1: -scale * Math.sin(turn),
      CD2_2: scale * Math.cos(turn),
    };
    const pc = {
      CDELT1: -scale,
      CDELT2: scale,
      PC1_1: Math.cos(turn),
      PC1_2: Math.sin(turn),
      PC2_1: -Math.sin(turn),
      PC2_2: Math.cos(turn),
    };
    const crota = { CDELT1: -scale, CDELT2: scale, CROTA2: 30 };
    const skies = [cd, pc, crota].map(cards =>
      requireWcs(Header.fromObject({ ...bare, ...cards })).pixelToSky(100, 900),
    );
    for (const sky of skies) expect(separation(sky.ra, sky.dec, skies[0].ra, skies[0].dec)).toBeLessThan(1e-12);
  });

  it('may have declination on the first axis', () => {
    const { CTYPE1, CTYPE2, CRVAL1, CRVAL2, CD1_1, CD1_2, CD2_1, CD2_2, ...rest } = PLAIN;
    const swapped = {
      CTYPE1: CTYPE2,
      CTYPE2: CTYPE1,
      CRVAL1: CRVAL2,
      CRVAL2: CRVAL1,
      CD1_1: CD2_1,
      CD1_2: CD2_2,
      CD2_1: CD1_1,
      CD2_2: CD1_2,
      ...rest,
    };
    const [a, b] = [PLAIN, swapped].map(cards => requireWcs(Header.fromObject(cards)).pixelToSky(3, 700));
    expect(separation(a.ra, a.dec, b.ra, b.dec)).toBeLessThan(1e-13);
  });

  it('rotate with LONPOLE', () => {
    const turned = requireWcs(Header.fromObject({ ...PLAIN, LONPOLE: 150 }));
    const plain = requireWcs(Header.fromObject(PLAIN));
    expect((turned.rotation - plain.rotation + 360) % 360).toBeCloseTo(330, 9);
  });

  it.each([
    ['no CTYPE', { CTYPE1: '' }, /no CTYPE/],
    ['a singular matrix', { CD1_1: 1e-4, CD1_2: 1e-4, CD2_1: 1e-4, CD2_2: 1e-4 }, /singular/],
    ['a matrix of zeros', { CD1_1: 0, CD1_2: 0, CD2_1: 0, CD2_2: 0 }, /singular/],
    ['text instead of a number', { CRVAL1: 'unknown' }, /CRVAL1 is "unknown"/],
    ['a declination of 91', { CRVAL2: 91 }, /-90 to 90/],
    ['another projection', { CTYPE1: 'RA---ZPN', CTYPE2: 'DEC--ZPN' }, /RA---ZPN/],
    ['galactic coordinates', { CTYPE1: 'GLON-TAN', CTYPE2: 'GLAT-TAN' }, /GLON-TAN/],
    ['two right ascension axes', { CTYPE2: 'RA---TAN' }, /RA---TAN, RA---TAN/],
    ['FK4', { RADESYS: 'FK4' }, /FK4/],
    ['another equinox', { EQUINOX: 1950 }, /1950/],
    ['a unit that is not an angle', { CUNIT1: 'm/s' }, /CUNIT1/],
    ['SCAMP PV terms', { PV2_1: 1, PV1_1: 1 }, /SCAMP/],
    ['an invalid SIP order', { CTYPE1: 'RA---TAN-SIP', CTYPE2: 'DEC--TAN-SIP', A_ORDER: 99 }, /A_ORDER/],
  ])('are absent, with a reason, for %s', (_, cards, reason) => {
    const header = Header.fromObject({ ...PLAIN, ...cards });
    expect(parseWcs(header)).toBeNull();
    expect(wcsProblem(header)).toMatch(reason);
    expect(() => requireWcs(header, 'a.fits')).toThrow(/a\.fits has no usable world coordinates/);
  });

  it('report that neither CD nor CDELT gives a scale', () => {
    const { CD1_1: _a, CD1_2: _b, CD2_1: _c, CD2_2: _d, ...bare } = PLAIN;
    expect(wcsProblem(Header.fromObject(bare))).toMatch(/neither a CD matrix nor CDELT/);
  });

  it('round-trip through the header that they are written to, including distortion', () => {
    const sip = {
      CTYPE1: 'RA---TAN-SIP',
      CTYPE2: 'DEC--TAN-SIP',
      A_ORDER: 2,
      B_ORDER: 3,
      A_2_0: 1e-6,
      A_0_2: -3e-7,
      B_1_1: 5e-7,
      B_0_3: 1e-9,
    };
    for (const cards of [PLAIN, { ...PLAIN, ...sip }]) {
      const wcs = requireWcs(Header.fromObject(cards));
      const header = withWcs(Header.fromObject({ OBJECT: 'XO-1', PC1_1: 9, CTYPE1: 'old', A_ORDER: 4, A_4_0: 7 }), wcs);
      expect(header.text('OBJECT')).toBe('XO-1');
      const again = requireWcs(Header.parse(header.toBytes()));
      const [a, b] = [wcs.pixelToSky(12, 1000), again.pixelToSky(12, 1000)];
      expect(separation(a.ra, a.dec, b.ra, b.dec)).toBeLessThan(1e-12);
      expect(header.cards.filter(card => !isWcsKeyword(card.keyword))).toHaveLength(1);
      expect(withWcs(header, again).cards).toEqual(header.cards);
    }
  });

  it('recover the pixel, for any plane and with distortion', () => {
    const plane = fc.record({
      ra: fc.double({ min: 0, max: 360, noNaN: true }),
      dec: fc.double({ min: -89.9, max: 89.9, noNaN: true }),
      turn: fc.double({ min: 0, max: 6.28, noNaN: true }),
      mirror: fc.constantFrom(1, -1),
      bend: fc.double({ min: -2e-6, max: 2e-6, noNaN: true }),
    });
    const pixel = fc.tuple(
      fc.double({ min: -500, max: 2500, noNaN: true }),
      fc.double({ min: -500, max: 2500, noNaN: true }),
    );
    fc.assert(
      fc.property(plane, pixel, ({ ra, dec, turn, mirror, bend }, [x, y]) => {
        const [c, s] = [2e-4 * Math.cos(turn), 2e-4 * Math.sin(turn)];
        const wcs = requireWcs(
          Header.fromObject({
            ...PLAIN,
            CTYPE1: 'RA---TAN-SIP',
            CTYPE2: 'DEC--TAN-SIP',
            CRVAL1: ra,
            CRVAL2: dec,
            CD1_1: -c * mirror,
            CD1_2: s,
            CD2_1: s * mirror,
            CD2_2: c,
            A_ORDER: 2,
            B_ORDER: 2,
            A_2_0: bend,
            B_1_1: -bend,
          }),
        );
        const sky = wcs.pixelToSky(x, y);
        const back = wcs.skyToPixel(sky.ra, sky.dec);
        expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(1e-6);
      }),
      { seed: 6 },
    );
  });

  it('have no pixel for the far side of the sky', () => {
    const wcs = requireWcs(Header.fromObject(PLAIN));
    expect(wcs.skyToPixel(60.5, -28.2).x).toBeNaN();
    expect(wcs.skyToPixel(Number.NaN, 0).y).toBeNaN();
  });

  it('can be made from numbers, which are validated', () => {
    const plane = {
      crval: { ra: 240.5, dec: 28.2 },
      crpix: { x: 511, y: 511 },
      cd: [
        [-2e-4, 1e-5],
        [1e-5, 2e-4],
      ],
    } as const;
    const wcs = wcsFromMatrix(plane);
    expect(wcs.pixelToSky(0, 0)).toEqual(requireWcs(Header.fromObject(PLAIN)).pixelToSky(0, 0));
    expect(wcs.pixelScale).toBeCloseTo(0.7209, 4);
    expect(() => wcsFromMatrix({ ...plane, crpix: { x: Number.NaN, y: 0 } })).toThrow(/finite/);
    expect(() =>
      wcsFromMatrix({
        ...plane,
        cd: [
          [1, 1],
          [1, 1],
        ],
      }),
    ).toThrow(/singular/);
  });
});
