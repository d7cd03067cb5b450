import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardValue, Header } from '../../../lib/fits/header/header.js';
import { inheritedHeader } from '../../../lib/frame/inherited-header.js';
import { describeFrame, frameSite, readerOf } from '../../../lib/frame/telescopes/describe-frame.js';
import { GENERIC_KEYWORDS } from '../../../lib/frame/telescopes/entries/generic-keywords.js';
import { exposureSeconds } from '../../../lib/frame/telescopes/exposure-times.js';
import { HEADER_COLUMNS } from '../../../lib/frame/telescopes/header-columns.js';
import { midExposure } from '../../../lib/frame/telescopes/mid-exposure.js';
import { formatIso } from '../../../lib/time/format-iso.js';
import { toScale } from '../../../lib/time/instant.js';
import { describeShared, referenceValues, shared } from '../../helpers/shared.js';
import { dataFiles, headersOf } from '../headers-of.js';

const describeCards = (cards: Record<string, CardValue>, path = 'a.fits') =>
  describeFrame(Header.fromObject(cards), path);
const midOf = (header: Header) => {
  const reader = readerOf(header);
  return midExposure(reader, exposureSeconds(reader));
};
const NUMBERS = [
  'exptime',
  'jdUtcMid',
  'airmass',
  'airmassHeader',
  'ra',
  'dec',
  'gain',
  'readNoise',
  'saturation',
  'ccdTemp',
  'width',
  'height',
  'pixelScale',
  'fwhmHeader',
] as const;

/** A row has every column, each of its type, and nothing else. */
function expectWellFormed(row: ReturnType<typeof describeFrame>): void {
  expect(Object.keys(row)).toEqual(Object.keys(HEADER_COLUMNS));
  for (const name of NUMBERS) {
    expect(typeof row[name], name).toBe('number');
    expect(Math.abs(row[name]), name).not.toBe(Number.POSITIVE_INFINITY);
  }
  expect(['bias', 'dark', 'flat', 'light', 'other']).toContain(row.imagetyp);
  expect(typeof row.hasWcs).toBe('boolean');
  expect(row.binning).toMatch(/^\d+x\d+$/);
  if (!Number.isNaN(row.airmass)) expect(row.airmass).toBeGreaterThan(0.99);
  if (!Number.isNaN(row.ra)) expect(row.ra >= 0 && row.ra < 360 && Math.abs(row.dec) <= 90).toBe(true);
}

describeShared('real headers', () => {
  it('describes every file under ../shared/data without errors', async () => {
    const folders = ['raw', 'headers', 'hst', 'services', 'detection', 'catalogs', 'fits', 'wcs', 'lightcurves'];
    const files = dataFiles(folders, /\.(fits?|fts|hdr|gz|fz)$|_(hdr|prihdr|header)$/).filter(
      f => !f.includes('acs-parallels'),
    );
    let described = 0;
    for (const file of files) {
      const headers = await headersOf(file).catch(() => []);
      for (const header of headers) {
        expectWellFormed(describeFrame(inheritedHeader(headers[0], header), file));
        described++;
      }
    }
    expect(described).toBeGreaterThan(150);
  });

  it('ARCSAT: no gain, the stale airmass next to the computed one, mid-exposure to a millisecond', async () => {
    const { headers } = referenceValues<{ headers: { file: string; mid: { jd_utc: number } }[] }>('time');
    const xo1 = headers.filter(h => h.file.includes('XO1-b'));
    expect(xo1.length).toBeGreaterThan(3);
    for (const { file, mid } of xo1) {
      const [header] = await headersOf(file);
      const row = describeFrame(header, file);
      expect(Math.abs(row.jdUtcMid - mid.jd_utc) * 86400, file).toBeLessThan(0.001);
    }
    const stale = 'raw/arcsat-xo1/science/XO1-b_z_20250602_054017.fits';
    const row = describeFrame((await headersOf(stale))[0], stale);
    expect(row).toMatchObject({
      file: 'XO1-b_z_20250602_054017.fits',
      object: 'XO1-b',
      imagetyp: 'light',
      filter: 'z',
      exptime: 60,
      gain: Number.NaN,
      readNoise: Number.NaN,
      saturation: Number.NaN,
      binning: '1x1',
      readMode: 'Monochrome',
      width: 1024,
      height: 1024,
      site: 'ARCSAT',
      telescope: 'ARCSAT 0.5-m',
      instrument: 'dcam-spare',
      hasWcs: false,
    });
    expect(row.airmassHeader).toBeCloseTo(13.37, 2);
    expect(row.airmass).toBeGreaterThan(1);
    expect(row.airmass).toBeLessThan(1.05);
    expect(row.ra).toBeCloseTo(240.5493, 4);
    expect(row.dec).toBeCloseTo(28.16964, 4);
    expect(row.pixelScale).toBeCloseTo(0.67, 2);
    expect(row.ccdTemp).toBeCloseTo(-25, 0);
  });

  it('LCO raw: GAIN 0 of the primary is unknown, that of the chip is known; the mosaic WCS is not the WCS of the chip', async () => {
    const [primary, chip] = await headersOf('raw/misc/mef_raw_test_frame.fits');
    expect(describeFrame(primary, 'x').gain).toBeNaN();
    const row = describeFrame(inheritedHeader(primary, chip), 'x.fits');
    expect(row).toMatchObject({
      object: '2021 SO2',
      imagetyp: 'light',
      filter: 'w',
      exptime: 94.975,
      gain: 6.42,
      readNoise: 7,
      saturation: 40000,
      binning: '2x2',
      readMode: 'central_2k_2x2',
      pixelScale: 0.778,
      site: 'elp',
      telescope: '1m0-08',
      instrument: 'fa05',
      hasWcs: false,
      width: 544,
    });
    expect(row.airmass).toBeCloseTo(row.airmassHeader, 2);
    expect(describeFrame(primary).hasWcs).toBe(true);
  });

  it('LCO processed: UTSTART has the fraction that DATE-OBS lacks, L1FWHM is in arcsec', async () => {
    const [header] = await headersOf('headers/example_lco_proc_hdr');
    const row = describeFrame(header, 'x');
    const mid = midOf(header);
    expect(mid && formatIso(toScale(mid, 'utc'))).toBe('2016-06-06T22:49:04.724');
    expect(row.fwhmHeader * row.pixelScale).toBeCloseTo(header.number('L1FWHM'), 9);
    expect(frameSite(header)).toEqual({ name: 'cpt', longitude: 20.8100389, latitude: -32.3473417, height: 1760 });
  });

  it('HST: the filter wheel that is not clear, the mean of four amplifiers, no airmass', async () => {
    const headers = await headersOf('hst/j94f05bgq_flt.fits');
    const row = describeFrame(inheritedHeader(headers[0], headers[1]), 'x');
    expect(row).toMatchObject({
      object: 'NGC104',
      imagetyp: 'light',
      filter: 'F606W',
      exptime: 400,
      telescope: 'HST',
      instrument: 'ACS/WFC',
      hasWcs: true,
    });
    expect(row.airmass).toBeNaN();
    expect(row.readNoise).toBeCloseTo((4.9699998 + 4.8499999 + 5.2399998 + 4.8499999) / 4, 9);
    expect(row.jdUtcMid).toBeCloseTo((53436.28571938 + 53436.29036114) / 2 + 2400000.5, 7);
    expect(frameSite(headers[0])).toBeNull();
    const wfc3 = await headersOf('hst/sample_ipppssoot_flc.fits');
    expect(describeFrame(wfc3[0], 'x')).toMatchObject({ filter: 'F555W', instrument: 'WFC3/UVIS' });
    const wfpc2 = await headersOf('fits/astropy/test0.fits');
    expect(describeFrame(inheritedHeader(wfpc2[0], wfpc2[1]), 'x')).toMatchObject({
      filter: 'F673N',
      gain: 7,
      saturation: 4095,
      binning: '1x1',
    });
  });

  it('describes 78 frames of the Feder observatory as in its own log', () => {
    const [names, ...rows] = readFileSync(shared('data/headers/image_metadata.csv'), 'utf8')
      .trim()
      .split('\n')
      .map(line => line.split(','));
    let compared = 0;
    for (const cells of rows) {
      const cards = Object.fromEntries(
        names.map((name, i) => [name.toUpperCase(), cells[i]] as const).filter(([, value]) => value),
      );
      const row = describeCards(cards, cards['FILE']);
      expect(row.imagetyp.toUpperCase()).toBe(cards['IMAGETYP']);
      expect(row).toMatchObject({
        exptime: Number(cards['EXPTIME']),
        filter: 'R',
        width: 3085,
        binning: '1x1',
        telescope: 'FEDER',
      });
      expect(row.hasWcs).toBe('CTYPE1' in cards);
      if (!('AIRMASS' in cards)) continue;
      expect(Math.abs(row.airmass / row.airmassHeader - 1), row.file).toBeLessThan(0.01);
      compared++;
    }
    expect(compared).toBeGreaterThan(5);
  });

  it('reads other telescopes by the common keyword spellings', async () => {
    const [saao] = await headersOf('raw/misc/a8280271.fits');
    const row = describeFrame(saao, 'x');
    expect(row).toMatchObject({
      imagetyp: 'light',
      filter: '48',
      exptime: 150.04,
      gain: 1.9,
      readNoise: 5,
      airmassHeader: 1.176,
      site: 'SAAO',
    });
    expect(row.ccdTemp).toBeCloseTo(180.2 - 273.15, 9); // kelvin
    expect(formatIso(midOf(saao) ?? { jd1: 0, jd2: 0, scale: 'utc' }, 2)).toBe('2013-07-13T00:58:48.02');
    const [swope] = await headersOf('headers/swope_test_header');
    expect(describeFrame(swope, 'x')).toMatchObject({
      imagetyp: 'light',
      gain: 1.04,
      readNoise: 3,
      binning: '1x1',
      ccdTemp: -110,
      hasWcs: true,
    });
    const [plate] = await headersOf('detection/misc/M6707HH.fits');
    expect(describeFrame(plate, 'x').exptime).toBe(3000); // 50 minutes
  });
});

describe('a description', () => {
  it('of an empty header has every column, with all values missing', () => {
    const row = describeFrame(new Header([]));
    expectWellFormed(row);
    for (const name of NUMBERS) expect(row[name], name).toBeNaN();
    expect(row).toMatchObject({
      path: '',
      file: '',
      object: '',
      imagetyp: 'other',
      filter: '',
      binning: '1x1',
      hasWcs: false,
    });
  });

  it('never throws and stays well-formed, whatever the cards hold', () => {
    const keywords = [
      ...Object.values(GENERIC_KEYWORDS)
        .flat()
        .flatMap(k => k.split('/')),
      'CTYPE1',
      'CTYPE2',
      'CRVAL1',
      'CD1_1',
      'CD2_2',
      'NAXIS1',
      'TIMESYS',
      'XPIXSZ',
      'FOCALLEN',
    ];
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(
        '',
        'N/A',
        'UNKNOWN',
        'NaN',
        '12 34 56',
        '-1:2:3',
        '99/99/99',
        '2025-06-02T04:10:14',
        '2025-06-02',
        'RA---TAN',
        '2 2',
        '1e400',
        'Dark',
      ),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keywords), value, { maxKeys: 40 }), cards => {
        expectWellFormed(describeCards(cards));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it.each<[string, Record<string, CardValue>, string]>([
    ['BIAS', { IMAGETYP: 'BIAS' }, 'bias'],
    ['Bias Frame', { IMAGETYP: 'Bias Frame' }, 'bias'],
    ['zero', { IMAGETYP: 'zero' }, 'bias'],
    ['Dark Frame', { IMAGETYP: 'Dark Frame' }, 'dark'],
    ['dark flat', { IMAGETYP: 'DARKFLAT' }, 'dark'],
    ['FLAT FIELD', { IMAGETYP: 'FLAT FIELD' }, 'flat'],
    ['SKYFLAT', { OBSTYPE: 'SKYFLAT' }, 'flat'],
    ['dome flat', { OBSTYPE: 'DomeFlat' }, 'flat'],
    ['LIGHT', { IMAGETYP: 'Light Frame' }, 'light'],
    ['object', { IMAGETYP: 'object' }, 'light'],
    ['EXPOSE', { OBSTYPE: 'EXPOSE' }, 'light'],
    ['SCIENCE', { EXPTYPE: 'SCIENCE' }, 'light'],
    ['EXT from HST', { IMAGETYP: 'EXT' }, 'light'],
    ['focus', { IMAGETYP: 'FOCUS' }, 'other'],
    ['an image type in the header over the object name', { IMAGETYP: 'LIGHT', OBJECT: 'flat' }, 'light'],
    ['the object name if the header has no image type', { OBJECT: 'Sky Flat V', EXPTIME: 3 }, 'flat'],
    ['an exposure if there is no other information', { OBJECT: 'M13', EXPTIME: 3 }, 'light'],
    ['an object name that merely contains the letters', { OBJECT: 'Biasini 1', EXPTIME: 3 }, 'light'],
  ])('recognises %s', (_, cards, type) => {
    expect(describeCards(cards).imagetyp).toBe(type);
  });

  it.each([
    ['bias_001.fits', 'bias'],
    ['MasterDark60.fit', 'dark'],
    ['domeflat_z_001.fits', 'flat'],
    ['/nights/flats/m13.fits', 'other'],
    ['deflation.fits', 'other'],
  ])('takes the kind of %s from its name if the header does not state it', (path, type) => {
    expect(describeCards({}, path).imagetyp).toBe(type);
  });

  const at = (cards: Record<string, CardValue>): string => {
    const mid = midOf(Header.fromObject(cards));
    return mid ? formatIso(toScale(mid, 'utc'), 1) : 'unknown';
  };
  it.each<[string, Record<string, CardValue>, string]>([
    ['DATE-OBS', { 'DATE-OBS': '2025-06-02T04:00:00', EXPTIME: 60 }, '2025-06-02T04:00:30.0'],
    ['DATE-OBS and TIME-OBS', { 'DATE-OBS': '02/06/25', 'TIME-OBS': '04:00:00', EXPTIME: 60 }, '2025-06-02T04:00:30.0'],
    ['DATE-OBS and UT', { 'DATE-OBS': '2025-06-02', UT: '04:00:00', EXPTIME: 60 }, '2025-06-02T04:00:30.0'],
    ['MJD-OBS', { 'MJD-OBS': 60828.25, EXPTIME: 60 }, '2025-06-02T06:00:30.0'],
    ['MJD-OBS as text', { 'MJD-OBS': '60828.25', EXPTIME: '60.0' }, '2025-06-02T06:00:30.0'],
    ['JD', { JD: 2460828.75, EXPTIME: 60 }, '2025-06-02T06:00:30.0'],
    ['a date without time, with JD', { 'DATE-OBS': '2025-06-02', JD: 2460828.75, EXPTIME: 0 }, '2025-06-02T06:00:00.0'],
    ['a date without time', { 'DATE-OBS': '2025-06-02', EXPTIME: 60 }, 'unknown'],
    [
      'a mid-exposure keyword',
      { 'DATE-OBS': '2025-06-02T04:00:00', MIDTIMJD: 2460828.75, EXPTIME: 60 },
      '2025-06-02T06:00:00.0',
    ],
    ['DATE-AVG', { 'DATE-AVG': '2025-06-02T04:00:00' }, '2025-06-02T04:00:00.0'],
    ['TT', { 'DATE-OBS': '2025-06-02T04:01:09.184', TIMESYS: 'TT', EXPTIME: 0 }, '2025-06-02T04:00:00.0'],
    ['no exposure time', { 'DATE-OBS': '2025-06-02T04:00:00' }, 'unknown'],
    ['invalid values', { 'DATE-OBS': 'yesterday', JD: 'NaN', 'MJD-OBS': 0, EXPTIME: 60 }, 'unknown'],
  ])('finds the middle of the exposure from %s', (_, cards, expected) => {
    expect(at(cards)).toBe(expected);
  });

  it('takes a start keyword as the middle or end if its comment says so', () => {
    const header = (comment: string) =>
      new Header([
        { keyword: 'DATE-OBS', value: '2025-06-02T04:00:00', comment },
        { keyword: 'EXPTIME', value: 60, comment: '' },
      ]);
    const seconds = (comment: string): number => (describeFrame(header(comment)).jdUtcMid - 2460828.5) * 86400 - 14400;
    expect(seconds('start of exposure')).toBeCloseTo(30, 3);
    expect(seconds('mid exposure')).toBeCloseTo(0, 3);
    expect(seconds('end of exposure')).toBeCloseTo(-30, 3);
  });

  it('reads coordinates as text and as numbers', () => {
    expect(describeCards({ RA: '16 02 11.83', DEC: '+28 10 10.7' })).toMatchObject({
      ra: expect.closeTo(240.549292, 5),
      dec: expect.closeTo(28.169639, 5),
    });
    expect(describeCards({ RA: '16:02:11.83', DEC: '-0:30:00' }).dec).toBe(-0.5);
    expect(describeCards({ RA: 240.5, DEC: 28.1 }).ra).toBe(240.5);
    expect(describeCards({ RA: '240.5', DEC: '28.1' }).ra).toBe(240.5);
    expect(describeCards({ RA: -10, DEC: 0 }).ra).toBe(350);
    expect(describeCards({ RA: 'N/A', DEC: 'N/A', OBJCTRA: '01 00 00', OBJCTDEC: '02 00 00' }).ra).toBe(15);
    const inHours = new Header([
      { keyword: 'RA', value: 16, comment: '[hours] pointing' },
      { keyword: 'DEC', value: 1, comment: '' },
    ]);
    expect(describeFrame(inHours).ra).toBe(240);
  });

  it('distinguishes 0 and nonsense from real values', () => {
    expect(describeCards({ GAIN: 0, RDNOISE: 0, SATURATE: 0, MAXLIN: 60000 })).toMatchObject({
      gain: Number.NaN,
      readNoise: Number.NaN,
      saturation: 60000,
    });
    expect(describeCards({ GAIN: '1.5', RDNOISE: '9D0' })).toMatchObject({ gain: 1.5, readNoise: 9 });
    expect(describeCards({ GAIN: 120, EGAIN: 0.25 }).gain).toBe(0.25); // a camera's gain setting is not a gain
    expect(describeCards({ CCDSUM: '2 4' }).binning).toBe('2x4');
    expect(describeCards({ XBINNING: 2 }).binning).toBe('2x2');
    expect(describeCards({ BINNING: '3x3' }).binning).toBe('3x3');
    expect(describeCards({ BINNING: 'yes' }).binning).toBe('1x1');
  });

  it('takes the pixel scale from keywords or from the optics', () => {
    expect(describeCards({ SECPIX: 0.55 }).pixelScale).toBe(0.55);
    expect(describeCards({ XPIXSZ: 9, FOCALLEN: 3200 }).pixelScale).toBeCloseTo(0.5801, 4);
    expect(describeCards({ INSTRUME: 'FORS2' }).pixelScale).toBe(0.126);
    expect(describeCards({ INSTRUME: 'LMI', CCDSUM: '2 2' }).pixelScale).toBe(0.24);
    expect(describeCards({ XPIXSZ: 9, FOCALLEN: 0 }).pixelScale).toBeNaN();
  });

  it('recognises a longitude measured to the west', () => {
    const header = new Header([
      { keyword: 'SITELAT', value: '32 46 49', comment: '' },
      { keyword: 'SITELONG', value: '105 49 13', comment: 'degrees west' },
    ]);
    expect(frameSite(header)?.longitude).toBeCloseTo(-105.8203, 4);
  });
});
