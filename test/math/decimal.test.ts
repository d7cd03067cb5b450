import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDecimal } from '../../lib/math/decimal.js';

const parse = (text: string) => {
  const bytes = new TextEncoder().encode(`x${text}y`);
  return parseDecimal(bytes, 1, bytes.length - 1);
};
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

describe('a decimal number', () => {
  test.each([
    '0',
    '-0',
    '00',
    '1',
    '007',
    '-12.5',
    '+.5',
    '5.',
    '1e3',
    '1E+3',
    '2.5e-3',
    '0.1',
    '0.3',
    '123456789',
    '1234567890',
    '999999999999999999',
    '9007199254740993',
    '9007199254740992.9999',
    '1.7976931348623157e308',
    '1e400',
    '-1e400',
    '4.9e-324',
    '2.2250738585072011e-308',
    '1e-400',
    '0e999',
    '0.000000000000000000000000000001',
    '9.999999999999999999999999999e22',
    '8.98846567431158e307',
    '179769313486231580793728971405301199e273',
    '1.00000000000000011102230246251565404236316680908203125',
    '1.00000000000000011102230246251565404236316680908203124',
    '1.00000000000000011102230246251565404236316680908203126',
    '9223372036854775807',
    '0.00012345678901234567',
  ])('%s is read as Number reads it', text => {
    expect(parse(text)).toBe(Number(text));
  });

  test.each([
    '',
    '+',
    '-',
    '.',
    '-.',
    'e',
    '1e',
    '1e+',
    '1.2.3',
    '1 ',
    ' 1',
    '0x1F',
    '1_000',
    'nan',
    'inf',
    '1e5.',
    '--1',
    '1d3',
  ])("'%s' is not one", text => {
    expect(parse(text)).toBeNaN();
  });

  test('any text of valid form is read as Number reads it, and any other text is rejected', () => {
    const piece = fc.constantFrom('0', '00', '1', '5', '9', '37', '123456789', '.', 'e', 'E', '-', '+', ' ', 'x');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('');
        expect(parse(text)).toBe(NUMBER.test(text) ? Number(text) : NaN);
      }),
      { numRuns: 3000, seed: 31 },
    );
  });

  test('every float64 round-trips through its own digits, and through more or fewer of them', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 1, max: 25 }),
        (value, digits) => {
          for (const text of [
            String(value),
            value.toExponential(),
            value.toExponential(digits),
            value.toPrecision(digits),
          ])
            expect(Object.is(parse(text), Number(text)), text).toBe(true);
        },
      ),
      { numRuns: 3000, seed: 32 },
    );
  });

  test('numbers halfway between two float64 values round to even, however many zeros follow', () => {
    for (let k = 0; k < 60; k++) {
      const half = (2n ** 53n + 2n * BigInt(k) + 1n) * 4n; // between two multiples of 8
      for (const text of [
        `${half}`,
        `${half}.0`,
        `${half}.000000000000000000001`,
        `${half}e-7`,
        `${half - 1n}.99999999999`,
      ])
        expect(parse(text), text).toBe(Number(text));
    }
  });
});
