/**
 * Different rows look different, and what is not whole does not look whole.
 */
import { describe, expect, test } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import { stored } from '../../lib/table/column/stored-column.js';
import { tableHtml } from '../../lib/table/display/display-html.js';
import { Table } from '../../lib/table/table.js';

const shown = (values: ArrayLike<number>, { name = 'value', unit = '' } = {}): string[] => {
  const table = Table.fromEntries<Record<string, number>>([[name, values]], { units: { [name]: unit } });
  const page = tableHtml(table.data);
  const html = [...page.split('<tbody>')[1].matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell);
  const text = String(table)
    .split('\n')
    .slice(unit === '' ? 2 : 3)
    .map(line => line.trim());
  if (values.length <= 7) expect(text).toEqual(html);
  return html;
};
const one = (value: number, count: number, options?: Parameters<typeof shown>[1]) =>
  shown(new Float64Array(count).fill(value), options)[0];

describe('N18: a constant column shows all its decimals', () => {
  test.each([
    [2460921.86733, 'jd', 'd'],
    [2460921.86733, 'value', ''],
    [60921.36733, 'mjd', ''],
    [280.104217, 'ra', 'deg'],
    [1721500000.25, 'unix', 's'],
    [1e9 + 0.25, 'value', ''],
    [-33.147501, 'dec', ''],
    [0.000123456789, 'value', ''],
    [12345.678901, 'flux', ''],
    [100000.5, 'value', ''],
  ])('%d in %s [%s]', (value, name, unit) => {
    for (const count of [1, 2, 5, 100]) expect(one(value, count, { name, unit })).toBe(String(value));
  });

  test('to ten digits where it was computed, to six in a single row', () => {
    expect(one(280 + 1 / 3, 3)).toBe('280.3333333');
    expect(one(1 / 3, 1)).toBe('0.333333');
    expect(one(280 + 1 / 3, 1, { unit: 'deg' })).toBe('280.333333');
    expect(one(2460921 + 1 / 3, 1, { unit: 'd' })).toBe('2460921.333333');
  });

  test('a whole number is one, whatever float64 makes of it', () => {
    expect(one(30, 4)).toBe('30');
    expect(one(0.1 + 0.2, 4)).toBe('0.3');
    expect(one(30.000000000000004, 4)).toBe('30');
  });

  test('float32 shows the digits that it has', () => {
    expect(shown(Float32Array.of(280.104217, 280.104217))).toEqual(['280.10422', '280.10422']);
    expect(shown(Float32Array.of(0.1, 0.1))).toEqual(['0.1', '0.1']);
  });
});

describe('Julian dates', () => {
  test.each(['jd', 'jdUtcMid', 'bjdTdb', 'BJD_TDB', 'hjd', 'MJD-OBS', 'time_mjd', 'dateJD'])(
    'in %s have six decimals over any span',
    name => {
      expect(shown([2450000.123456, 2460000.5], { name })).toEqual(['2450000.123456', '2460000.500000']);
    },
  );

  test('are known by unit and values, too', () => {
    expect(shown([2450000.123456, 2460000.5], { name: 'time', unit: 'd' })[0]).toBe('2450000.123456');
    expect(shown([51000.123456, 60000.5], { name: 'time', unit: 'd' })[0]).toBe('51000.123456');
    expect(shown([2451545, 2451546], { name: 'jd' })).toEqual(['2451545', '2451546']);
  });

  test('among numbers of other sizes keep them', () => {
    expect(shown([1e-4, 2460921.86733])).toEqual(['0.0001', '2460921.86733']);
  });

  test('are described with them', () => {
    const table = Table.fromColumns(
      { jd: [2460921.86733, 2460921.97733], mag: [12.34567891, 13.1], n: [1, 2] },
      { units: { jd: 'd', mag: 'mag' } },
    );
    const text = String(table.describe().select('column', 'unit', 'min', 'median', 'max'));
    expect(text).toContain('2460921.86733');
    expect(text).toContain('2460921.97733');
    expect(text).toMatch(/mag +mag +12\.3457 +12\.7228 +13\.1/);
  });
});

describe('rows that differ look different', () => {
  test.each([
    ['next to a far one', [280.104217, 280.104218, 12.5], ['280.104217', '280.104218', '12.500000']],
    ['among fluxes', [100.01, 100.02, 54_321.5], ['100.01', '100.02', '54321.50']],
    ['with a fraction among whole ones', [100_000, 200_000.3], ['100000.0', '200000.3']],
    ['large whole numbers', [1e15, 1e15 + 1], ['1000000000000000', '1000000000000001']],
    ['with a large offset', [1e9 + 0.25, 1e9 + 0.5], ['1000000000.25', '1000000000.50']],
  ])('%s', (_, values, texts) => {
    expect(shown(values)).toEqual(texts);
  });

  test('in a unit with few meaningful decimals: to two digits of the spread', () => {
    expect(shown([12.34561, 12.34562], { unit: 'mag' })).toEqual(['12.34561', '12.34562']);
    expect(shown([12.00001, 12.00001], { unit: 'mag' })).toEqual(['12.0000', '12.0000']);
    expect(shown([5.00001], { unit: 'px' })).toEqual(['5.000']);
  });

  test('in any column of ten digits', () => {
    const random = randomGenerator(11);
    for (let round = 0; round < 400; round++) {
      const offset = [0, 1, 100, 280, 2.46e6, 1e9][Math.floor(random.uniform() * 6)];
      const scale = 10 ** Math.floor(random.uniform() * 8 - 4);
      const values = Array.from(
        { length: 1 + Math.floor(random.uniform() * 7) },
        () => offset + scale * random.uniform(),
      );
      const texts = shown(values);
      const ten = values.map(value => Number(value.toPrecision(10)));
      for (const [i, text] of texts.entries())
        for (const [j, other] of texts.entries()) if (ten[i] !== ten[j]) expect(text, `${values}`).not.toBe(other);
      if (ten.some(value => !Number.isInteger(value))) expect(texts.join(), `${values}`).toContain('.');
    }
  });
});

test('a printf format still decides', () => {
  const columns = new Map([['jd', stored('float64', Float64Array.of(2460921.86733), null, { format: '%.2f' })]]);
  expect(tableHtml({ length: 1, stored: columns, meta: {}, provenance: [] })).toContain('>2460921.87<');
});
