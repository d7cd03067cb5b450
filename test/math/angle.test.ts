import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angleOrNaN, formatAngle, parseAngle, wrapDegrees } from '../../lib/math/angle.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

interface Sexagesimal {
  sexagesimal_parse: { text: string; unit: 'hourangle' | 'deg' | null; deg?: number; error?: string }[];
  sexagesimal_format: { deg: number; hms_2: string; dms_1_sign: string; dms_0: string }[];
}

describeShared('angles against astropy', () => {
  const reference = referenceValues<Sexagesimal>('time');

  it.each(reference.sexagesimal_parse)('"$text" ($unit)', ({ text, unit, deg }) => {
    const asked = unit === 'hourangle' ? 'hour' : 'degree';
    if (deg === undefined) expect(() => parseAngle(text, asked)).toThrow(/expected an angle/);
    else expect(parseAngle(text, asked)).toBeCloseTo(deg, 12);
  });

  it.each(reference.sexagesimal_format)('$deg degrees as text', ({ deg, hms_2, dms_1_sign, dms_0 }) => {
    // astropy writes 24:00:00.00 where this library wraps to 00:00:00.00.
    expect(formatAngle(deg, 'hour')).toBe(hms_2.replace(/^24:/, '00:'));
    expect(formatAngle(deg, 'degree')).toBe(dms_1_sign);
    expect(formatAngle(deg, 'degree', 0)).toBe(`${deg < 0 ? '' : '+'}${dms_0.replaceAll(' ', ':')}`);
  });
});

describe('angles', () => {
  it('reads a decimal number in the requested unit', () => {
    expect(parseAngle('240.5', 'degree')).toBe(240.5);
    expect(parseAngle('16', 'hour')).toBe(240);
    expect(parseAngle('-.5', 'degree')).toBe(-0.5);
  });

  it('keeps the sign of minus zero degrees', () => {
    expect(parseAngle('-00 00 01', 'degree')).toBeCloseTo(-1 / 3600, 15);
  });

  it.each(['', '  ', '-', '1:2:3:4', '12h30', '30m12d', '5m', '1,5', 'NaN', '12:61:00', '24:00:01x'])(
    'finds no angle in "%s"',
    text => {
      expect(angleOrNaN(text, 'degree')).toBeNaN();
      expect(() => parseAngle(text, 'degree')).toThrow(/got "/);
    },
  );

  it('prints non-finite values as such', () => {
    expect(formatAngle(Number.NaN, 'hour')).toBe('NaN');
  });

  it('reads its own output', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }), degrees => {
        const hours = parseAngle(formatAngle(degrees, 'hour', 5), 'hour');
        expect(Math.abs(((hours - degrees + 540) % 360) - 180)).toBeLessThan((1.1e-4 / 3600) * 1);
        expect(Math.abs(parseAngle(formatAngle(degrees - 180, 'degree', 5), 'degree') - (degrees - 180))).toBeLessThan(
          6e-6 / 3600,
        );
      }),
      { seed: 4 },
    );
  });

  it('wraps into 0 to 360', () => {
    expect(wrapDegrees(-1e-20)).toBe(0);
    expect(wrapDegrees(-90)).toBe(270);
    expect(wrapDegrees(720)).toBe(0);
    expect(wrapDegrees(-5e-324)).toBe(0);
    expect(wrapDegrees(Number.NaN)).toBeNaN();
    expect(Object.is(wrapDegrees(-360), 0)).toBe(true);
  });
});
