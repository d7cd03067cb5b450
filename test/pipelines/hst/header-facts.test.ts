/** What finalizeHst takes from the header of the image, and where header and options contradict each other. */
import { expect, it } from 'vitest';
import { finalizeHst } from '../../../lib/fluent/finalize-hst.js';
import { readImage } from '../../../lib/frame/read-frame.js';
import { Table } from '../../../lib/table/table.js';
import { describeShared, shared } from '../../helpers/shared.js';

const PHOTFLAM = 7.7265435e-20;
const ACS = {
  INSTRUME: 'ACS',
  DETECTOR: 'WFC',
  FILTER1: 'CLEAR1L',
  FILTER2: 'F606W',
  PHOTFLAM,
  PHOTPLAM: 5919.4609,
  EXPTIME: 1200,
  CD1_1: -0.03 / 3600,
  CD2_2: 0.03 / 3600,
};
type Cards = Readonly<Record<string, unknown>>;
const headerOf = (cards: Cards) => ({ get: (keyword: string) => cards[keyword] });
const without = (...names: string[]): Cards =>
  Object.fromEntries(Object.entries(ACS).filter(([name]) => !names.includes(name)));

const rates = Table.fromColumns(
  { countrate_2: [70], countrate_6: [100], err_2: [0.2], err_6: [0.3], back: [0.06], back_std: [0.009] },
  {
    units: {
      countrate_2: 'electron/s',
      countrate_6: 'electron/s',
      err_2: 'electron/s',
      err_6: 'electron/s',
      back: 'electron/s',
    },
  },
);
const radii = [2, 6] as const;
const given = { instrument: 'ACS/WFC', filter: 'F606W', photflam: PHOTFLAM, photplam: 5919.4609 };
const by = (cards: Cards, options: object = {}) => finalizeHst(rates, { radii, header: headerOf(cards), ...options });
const magnitudes = (table: { columns: { abmag_2: ArrayLike<number>; abmag_6: ArrayLike<number> } }) => [
  table.columns.abmag_2[0],
  table.columns.abmag_6[0],
];
const right = magnitudes(finalizeHst(rates, { ...given, radii, pixelScale: 0.03 }));

const turned = (degrees: number) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const k = 0.03 / 3600;
  return { CD1_1: -k * c, CD1_2: k * s, CD2_1: k * s, CD2_2: k * c };
};

it.each<[string, Cards]>([
  ['a CD matrix', ACS],
  ['a turned CD matrix', { ...without('CD1_1', 'CD2_2'), ...turned(37) }],
  ['a CD matrix turned by 90 degrees', { ...without('CD1_1', 'CD2_2'), CD1_2: 0.03 / 3600, CD2_1: 0.03 / 3600 }],
  ['CDELT', { ...without('CD1_1', 'CD2_2'), CDELT1: -0.03 / 3600, CDELT2: 0.03 / 3600 }],
  ['CDELT and PC', { ...without('CD1_1', 'CD2_2'), CDELT1: 1 / 3600, CDELT2: 1 / 3600, PC1_1: -0.03, PC2_2: 0.03 }],
  ['the scale of the drizzled image', { ...without('CD1_1', 'CD2_2'), D001SCAL: 0.03 }],
  ['a filter by PHOTMODE', { ...without('FILTER1', 'FILTER2'), PHOTMODE: 'ACS WFC1 F606W MJD#57328.4' }],
  ['a filter of one wheel', { ...without('FILTER1', 'FILTER2'), FILTER: 'f606w ' }],
])('takes all it needs from a header with %s', (_, cards) => {
  const final = by(cards);
  expect(magnitudes(final)[0]).toBeCloseTo(right[0], 9);
  expect(magnitudes(final)[1]).toBeCloseTo(right[1], 9);
  expect(final.problems().length).toBe(0);
});

it.each<[string, object, RegExp]>([
  ['pixelScale', { pixelScale: 0.05 }, /0\.05 arcsec.*0\.03 arcsec/],
  ['filter', { filter: 'F814W' }, /F814W.*F606W/],
  ['instrument', { instrument: 'WFC3/UVIS' }, /WFC3\/UVIS.*ACS\/WFC/],
  ['photflam', { photflam: 7e-20 }, /7e-20.*7\.7265435e-20/],
  ['photplam', { photplam: 8000 }, /8000.*5919/],
  ['exptime', { exptime: 30, errors: 'daophot' }, /30.*1200/],
])('refuses a %s that contradicts the header', (option, options, message) => {
  expect(() => by(ACS, options)).toThrow(message);
  expect(() => by(ACS, options)).toThrow(option);
});

it('takes options that say the same as the header', () => {
  const same = { ...given, instrument: 'acs wfc', filter: 'f606w', pixelScale: 0.0301, exptime: 1200 };
  expect(magnitudes(by(ACS, same))[0]).toBeCloseTo(right[0], 2);
});

it.each<[string, string[], RegExp]>([
  ['filter', ['FILTER1', 'FILTER2'], /filter: neither/],
  ['instrument', ['INSTRUME', 'DETECTOR'], /instrument: neither/],
  ['PHOTFLAM', ['PHOTFLAM'], /PHOTFLAM/],
])('names the %s that neither header nor options tell', (_, names, message) => {
  expect(() => by(without(...names))).toThrow(message);
});

it('refuses a PHOTFLAM of 0, two filters and pixels that are not square', () => {
  expect(() => by({ ...ACS, PHOTFLAM: 0 })).toThrow('PHOTFLAM');
  expect(() => by({ ...ACS, FILTER1: 'POL0V' })).toThrow('filter: neither');
  expect(() => by({ ...ACS, CD1_1: -0.06 / 3600 })).toThrow('square');
});

it('says that a pixel scale is assumed', () => {
  const final = finalizeHst(rates, { ...given, radii });
  expect(final.problems().columns.code[0]).toBe('pixel-scale-assumed');
  expect(by(without('CD1_1', 'CD2_2')).problems().length).toBe(1);
  expect(finalizeHst(rates, { ...given, radii, apertureCorrection: 'none' }).problems().length).toBe(0);
});

it('refuses metadata of the table that contradict the header', () => {
  const other = rates.withMeta({ PHOTFLAM: 1e-19 });
  expect(() => finalizeHst(other, { radii, header: headerOf(ACS) })).toThrow(/metadata.*1e-19/);
});

describeShared('the header of a real image of 0.03 arcsec a pixel', () => {
  it('gives the numbers of that scale', async () => {
    const image = await readImage(shared('data/hst/candels_gn_30mas_189.49206_62.20615_100px.fits'));
    const options = { ...given, radii, rateUnit: 'electron/s' } as const;
    const byHeader = finalizeHst(rates, { ...options, photflam: undefined, photplam: undefined, header: image.header });
    const { photflam, photplam } = {
      photflam: Number(image.header.get('PHOTFLAM')),
      photplam: Number(image.header.get('PHOTPLAM')),
    };
    const byHand = finalizeHst(rates, { ...options, photflam, photplam, pixelScale: 0.03 });
    expect(magnitudes(byHeader)[0]).toBeCloseTo(magnitudes(byHand)[0], 3);
    expect(() => finalizeHst(rates, { ...options, header: image.header, pixelScale: 0.05 })).toThrow('pixelScale');
  });
});
