import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIso } from '../../lib/time/format-iso.js';
import {
  addSeconds,
  instantFromDateAndTime,
  instantFromIso,
  instantFromJd,
  instantFromMjd,
  jdOf,
  secondsBetween,
  type TimeScale,
  toScale,
} from '../../lib/time/instant.js';
import { taiMinusUtc } from '../../lib/time/leap-seconds.js';
import { tdbMinusTt } from '../../lib/time/tdb.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

interface ScaleCase {
  utc: string;
  mjd_utc: number;
  jd12_utc: [number, number];
  jd12_tt: [number, number];
  jd12_tdb: [number, number];
  tai_minus_utc_s: number;
  tdb_minus_tt_s: number;
  tai_iso: string;
  tt_iso: string;
  tdb_iso: string;
}

/** Difference from a two-part date of the reference [s]. */
function secondsFrom(instant: { jd1: number; jd2: number }, [a, b]: [number, number]): number {
  return (instant.jd1 - a + (instant.jd2 - b)) * 86400;
}

const modifiedJd = ({ jd1, jd2 }: { jd1: number; jd2: number }): number => jd1 - 2400000.5 + jd2;

describeShared('instants against astropy', () => {
  const { scales, from_jd } = referenceValues<{
    scales: ScaleCase[];
    from_jd: { jd: number; iso_utc: string; mjd: number }[];
  }>('time');

  it.each(scales)('$utc agrees in UTC, TT and TDB', row => {
    const utc = instantFromIso(row.utc);
    expect(Math.abs(secondsFrom(utc, row.jd12_utc))).toBeLessThan(1e-8);
    expect(modifiedJd(utc)).toBeCloseTo(row.mjd_utc, 9);
    expect(Math.abs(secondsFrom(toScale(utc, 'tt'), row.jd12_tt))).toBeLessThan(1e-6);
    expect(Math.abs(secondsFrom(toScale(utc, 'tdb'), row.jd12_tdb))).toBeLessThan(1.5e-5);
    expect(Math.abs(tdbMinusTt(jdOf(toScale(utc, 'tt'))) - row.tdb_minus_tt_s)).toBeLessThan(1.2e-5);
    expect(formatIso(toScale(utc, 'tai'), 5)).toBe(shortened(row.tai_iso));
    expect(formatIso(toScale(utc, 'tt'), 5)).toBe(shortened(row.tt_iso));
    expect(formatIso(toScale(utc, 'tdb'), 3).slice(0, 22)).toBe(row.tdb_iso.slice(0, 22));
  });

  it.each(scales)('TAI - UTC at $utc', row => {
    const utc = instantFromIso(row.utc);
    expect(taiMinusUtc(Math.floor(jdOf(utc) - 0.5 + 1e-9) + 0.5)).toBeCloseTo(row.tai_minus_utc_s, 9);
  });

  it.each(from_jd)('JD $jd corresponds to $iso_utc', ({ jd, iso_utc, mjd }) => {
    const instant = instantFromJd(jd, 'utc');
    const text = formatIso(instant, 3);
    const [, sign, year, rest] = /^(-?)(\d+)(-.*)$/.exec(iso_utc) ?? [];
    expect(text).toBe(`${sign}${year.padStart(4, '0')}${rest.slice(0, -3)}`);
    expect(modifiedJd(instant)).toBeCloseTo(mjd, 8);
  });

  /** Six decimals of the reference rounded to five. */
  function shortened(iso: string): string {
    const [whole, decimals] = iso.split('.');
    return `${whole}.${String(Math.round(Number(decimals) / 10)).padStart(5, '0')}`;
  }
});

describe('instants', () => {
  it('reads the ISO form, also when abbreviated', () => {
    const full = jdOf(instantFromIso('2025-06-02T04:10:14.288'));
    expect(full).toBeCloseTo(2460828.673776481, 8);
    expect(jdOf(instantFromIso(' 2025-06-02 04:10:14.288Z '))).toBe(full);
    expect(jdOf(instantFromIso('2025-06-02'))).toBe(2460828.5);
    expect(jdOf(instantFromIso('20250602'))).toBe(2460828.5);
    expect(jdOf(instantFromIso('2025/06/02'))).toBe(2460828.5);
    expect(jdOf(instantFromIso('2025-06-02T12'))).toBe(2460829);
    expect(jdOf(instantFromIso('2025-06-02T12:00'))).toBe(2460829);
  });

  it('reads the old FITS form day/month/year', () => {
    expect(jdOf(instantFromIso('02/06/25'))).toBe(2460828.5);
    expect(jdOf(instantFromIso('02/06/1925'))).toBe(jdOf(instantFromIso('1925-06-02')));
    expect(jdOf(instantFromIso('31/12/97'))).toBe(jdOf(instantFromIso('1997-12-31')));
    expect(jdOf(instantFromDateAndTime('02/06/25', '12:00:00'))).toBe(2460829);
    expect(jdOf(instantFromDateAndTime('2025-06-02T03:00:00', '12 00 00'))).toBe(2460829);
  });

  it.each([
    '',
    'abc',
    '2025-13-01',
    '2025-02-29',
    '2025-06-02T25:00:00',
    '2025-06-02T10:61:00',
    '2025-06-02T10:00:61',
    '2025',
  ])('rejects "%s"', text => {
    expect(() => instantFromIso(text)).toThrow(/expected a date such as/);
  });

  it('rejects a date that is not finite', () => {
    expect(() => instantFromJd(Number.NaN, 'utc')).toThrow(/finite/);
    expect(() => instantFromMjd(Number.POSITIVE_INFINITY, 'tt')).toThrow(/finite/);
  });

  it('counts the leap second, and prints it as 60', () => {
    const before = instantFromIso('2016-12-31T23:59:59');
    const leap = addSeconds(before, 1.25);
    expect(formatIso(leap, 2)).toBe('2016-12-31T23:59:60.25');
    expect(formatIso(addSeconds(before, 2))).toBe('2017-01-01T00:00:00.000');
    expect(secondsBetween(before, instantFromIso('2017-01-01T00:00:00'))).toBeCloseTo(2, 9);
    expect(formatIso(instantFromIso('2025-06-02T10:00:60'), 0)).toBe('2025-06-02T10:01:00');
    expect(formatIso(instantFromIso('2025-06-02T23:59:60'), 0)).toBe('2025-06-03T00:00:00');
  });

  it('resolves nanoseconds where one float64 could not', () => {
    const instant = instantFromMjd(60828.12345678901, 'tdb');
    expect(secondsBetween(instant, addSeconds(instant, 1e-6))).toBeCloseTo(1e-6, 11);
  });

  const scale = fc.constantFrom<TimeScale>('utc', 'tai', 'tt', 'tdb');
  it('round-trips through any scale to within a nanosecond', () => {
    fc.assert(
      fc.property(fc.double({ min: 2437700, max: 2490000, noNaN: true }), scale, scale, (jd, from, to) => {
        const instant = instantFromJd(jd, from);
        const back = toScale(toScale(instant, to), from);
        expect(Math.abs(back.jd1 - instant.jd1 + (back.jd2 - instant.jd2)) * 86400).toBeLessThan(1e-9);
      }),
      { seed: 1 },
    );
  });

  it('reads its own output', () => {
    fc.assert(
      fc.property(fc.double({ min: 2441400, max: 2490000, noNaN: true }), jd => {
        const instant = instantFromJd(jd, 'utc');
        const back = instantFromIso(formatIso(instant, 9));
        expect(Math.abs(back.jd1 - instant.jd1 + (back.jd2 - instant.jd2)) * 86400).toBeLessThan(2e-9);
      }),
      { seed: 2 },
    );
  });

  it('never runs backwards', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2441500, max: 2470000, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (jd, step) => {
          const start = instantFromJd(jd, 'utc');
          expect(secondsBetween(start, addSeconds(start, step))).toBeCloseTo(step, 5);
        },
      ),
      { seed: 3 },
    );
  });
});
