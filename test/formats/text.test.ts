import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../lib/formats/text/exact-json.js';
import { storeJsonColumn } from '../../lib/formats/text/json-column.js';
import { float32Text, float64Text, parseFloat64, parseWhole } from '../../lib/formats/text/number-text.js';
import { textColumn } from '../../lib/formats/text/text-columns.js';
import { fullDateText, parseDate } from '../../lib/table/column/iso-date.js';

describe('numbers in text', () => {
  test('all round-trip through their shortest form', () => {
    fc.assert(
      fc.property(fc.double(), fc.float(), (wide, narrow) => {
        expect(parseFloat64(float64Text(wide))).toBe(wide);
        expect(Math.fround(parseFloat64(float32Text(narrow)) ?? 0)).toBe(narrow);
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(float32Text(Math.fround(0.1))).toBe('0.1');
  });

  test.each<[string, number | null]>([
    ['1.5', 1.5],
    ['-.5e-3', -0.0005],
    ['1.0D+03', 1000],
    ['-2d2', -200],
    ['+7.', 7],
    ['NaN', NaN],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
    ['0x10', null],
    ['-0b1', null],
    ['', null],
    ['1_000', null],
    ['1,5', null],
    ['1e', null],
    ['nano', null],
  ])('%s is %s', (text, value) => {
    expect(parseFloat64(text)).toBe(value);
  });

  test('that are integers are exact, and nothing else is an integer', () => {
    expect(parseWhole('+9007199254740993')).toBe(9007199254740993n);
    for (const text of ['1.0', '1e3', '', '-', ' 1', '0x1']) expect(parseWhole(text), text).toBe(null);
  });
});

describe('dates in text', () => {
  test.each<[string, string | null]>([
    ['2020-02-29', '2020-02-29T00:00:00.000Z'],
    ['2020-02-29T12:30', '2020-02-29T12:30:00.000Z'],
    ['2020-02-29 12:30:01.5', '2020-02-29T12:30:01.500Z'],
    ['2020-02-29T12:30:01Z', '2020-02-29T12:30:01.000Z'],
    ['2020-02-29T12:30:01+02:00', '2020-02-29T10:30:01.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['2021-02-29', null],
    ['2016-12-31T23:59:60', null],
    ['29/02/2020', null],
    ['2020', null],
    ['', null],
  ])('%s is %s', (text, date) => {
    const milliseconds = parseDate(text);
    expect(Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString()).toBe(date);
  });

  test('round-trip to the fraction of a millisecond that a float64 holds', () => {
    const within = 2 ** 43; // the years 1691 to 2248
    fc.assert(
      fc.property(fc.double({ min: -within, max: within, noNaN: true }), date => {
        expect(Math.abs(parseDate(fullDateText(date)) - date)).toBeLessThanOrEqual(2 ** -9);
      }),
      { seed: 2, numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.integer({ min: -within, max: within }), date => {
        expect(parseDate(fullDateText(date))).toBe(date);
      }),
      { seed: 3, numRuns: 300 },
    );
    expect(fullDateText(0.25)).toBe('1970-01-01T00:00:00.000250');
    expect([fullDateText(NaN), fullDateText(1e300)]).toEqual(['', '']);
    expect(fullDateText(-0.5)).toBe('1969-12-31T23:59:59.999500');
  });
});

describe('JSON', () => {
  test('is parsed as by the engine, on every code path', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        fc.pre(!/\d{16}/.test(text)); // long integers are bigints on our code paths
        const slow = parseJson(`[${text}, NaN]`, 'here') as unknown[];
        expect(slow[0]).toEqual(JSON.parse(text, (_, value) => value));
        expect(parseJson(text, 'here')).toEqual(JSON.parse(text));
      }),
      { seed: 4, numRuns: 200, examples: [['{"a":[1,{"b":"\\u00e9\\\\\\""}],"":-0.5e-3}']] },
    );
  });

  test('columns support missing values of every kind', () => {
    expect(storeJsonColumn([null, 1])).toMatchObject({ kind: 'int32', valid: new Uint8Array([0, 1]) });
    expect(storeJsonColumn([undefined, 0.5])).toMatchObject({ kind: 'float64', valid: null });
    expect(storeJsonColumn([null, null])).toMatchObject({ kind: 'float64', values: new Float64Array([NaN, NaN]) });
    expect(storeJsonColumn([])).toMatchObject({ kind: 'float64', values: new Float64Array(0) });
  });
});

test('a text column accepts values of its kind, and nothing from others', () => {
  const column = textColumn('int32', [-128, 127]);
  expect(['127', '128', '1.5', 'x', '', '-128'].map(text => column.add(text))).toEqual([
    true,
    false,
    false,
    false,
    false,
    true,
  ]);
  column.addMissing();
  expect(column.finish({ unit: 'px' })).toMatchObject({
    kind: 'int32',
    unit: 'px',
    values: new Int32Array([127, -128, 0]),
    valid: new Uint8Array([1, 1, 0]),
  });
});
