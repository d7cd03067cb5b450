import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchSky } from '../../lib/match/positions/match-sky.js';
import { separation } from '../../lib/math/sphere.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

/** Every pair within the radius, found by brute force. */
function bruteForce(ra1: Float64Array, dec1: Float64Array, ra2: Float64Array, dec2: Float64Array, radius: number) {
  const pairs: { i: number; j: number; s: number }[] = [];
  for (let i = 0; i < ra1.length; i++)
    for (let j = 0; j < ra2.length; j++) {
      const s = separation(ra1[i], dec1[i], ra2[j], dec2[j]);
      if (s <= radius) pairs.push({ i, j, s });
    }
  return pairs;
}

const f64 = (values: readonly number[]) => Float64Array.from(values);
/** Positions concentrated where a search can go wrong. */
const position = fc.oneof(
  fc.record({ ra: fc.double({ min: 0, max: 360, noNaN: true }), dec: fc.double({ min: -90, max: 90, noNaN: true }) }),
  fc.record({
    ra: fc.constantFrom(0, 1e-9, 359.9999, 180, 360, 90.00001),
    dec: fc.constantFrom(-90, -89.9999, 0, 45, 89.9999, 90),
  }),
  fc.record({ ra: fc.double({ min: -2, max: 2, noNaN: true }), dec: fc.double({ min: 88, max: 90, noNaN: true }) }),
);
const list = fc.array(position, { maxLength: 40 });

describe('matchSky', () => {
  test('finds the same pairs as brute force', () => {
    fc.assert(
      fc.property(list, list, fc.constantFrom(0.0003, 0.5, 3, 40, 100, 180), (a, b, radius) => {
        const [ra1, dec1] = [f64(a.map(p => p.ra)), f64(a.map(p => p.dec))];
        const [ra2, dec2] = [f64(b.map(p => p.ra)), f64(b.map(p => p.dec))];
        const truth = bruteForce(ra1, dec1, ra2, dec2, radius);
        const all = matchSky(ra1, dec1, ra2, dec2, radius, { mode: 'all' });
        const found = new Set(Array.from(all.index1, (i, k) => `${i} ${all.index2[k]}`));
        // at the very edge of the radius, rounding decides
        for (const { i, j, s } of truth) if (s < radius * (1 - 1e-9)) expect(found).toContain(`${i} ${j}`);
        expect(found.size).toBe(all.index1.length);
        for (let k = 0; k < all.index1.length; k++) {
          const s = separation(ra1[all.index1[k]], dec1[all.index1[k]], ra2[all.index2[k]], dec2[all.index2[k]]);
          expect(s).toBeLessThanOrEqual(radius * (1 + 1e-9));
          expect(Math.abs(all.separation[k] - s)).toBeLessThan(1e-9);
        }
        const nearest = matchSky(ra1, dec1, ra2, dec2, radius);
        for (let k = 0; k < nearest.index1.length; k++) {
          const i = nearest.index1[k];
          const least = Math.min(...truth.filter(pair => pair.i === i).map(pair => pair.s));
          expect(nearest.separation[k]).toBeLessThanOrEqual(least + 1e-9);
        }
        expect(new Set(nearest.index1).size).toBe(new Set(all.index1).size);
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  test('finds pairs in dense clusters and in empty skies alike', () => {
    const random = lcg(7);
    const n = 3000;
    const cluster = (k: number) =>
      k % 2 === 0 ? [250 + random() * 0.02, 36 + random() * 0.02] : [random() * 360, random() * 170 - 85];
    const a = Array.from({ length: n }, (_, k) => cluster(k));
    const b = a.map(([ra, dec]) => [ra + (random() - 0.5) * 1e-4, dec + (random() - 0.5) * 1e-4]);
    const [ra1, dec1, ra2, dec2] = [a.map(p => p[0]), a.map(p => p[1]), b.map(p => p[0]), b.map(p => p[1])].map(f64);
    const radius = 1 / 3600;
    const truth = bruteForce(ra1, dec1, ra2, dec2, radius);
    const all = matchSky(ra1, dec1, ra2, dec2, radius, { mode: 'all' });
    expect(all.index1.length).toBe(truth.length);
    expect(truth.length).toBeGreaterThan(n);
    const wide = matchSky(ra1, dec1, ra2, dec2, 180);
    expect(wide.index1.length).toBe(n);
    for (let k = 0; k < n; k += 97) {
      const least = Math.min(...Array.from(ra2, (ra, j) => separation(ra1[k], dec1[k], ra, dec2[j])));
      expect(wide.separation[k]).toBeCloseTo(least, 12);
    }
  });

  test('takes the first of several rows at one position, and keeps all of them in mode all', () => {
    const ra = f64([10, 10, 10]);
    const dec = f64([5, 5, 5]);
    expect([...matchSky(ra, dec, ra, dec, 0.1).index2]).toEqual([0, 0, 0]);
    expect(matchSky(ra, dec, ra, dec, 0).index1.length).toBe(3);
    expect(matchSky(ra, dec, ra, dec, 0.1, { mode: 'all' }).index1.length).toBe(9);
    expect([...matchSky(ra, dec, ra, dec, 0.1, { mode: 'mutual' }).index1]).toEqual([0]);
    expect(matchSky(ra, dec, ra, dec, 0.1, { mode: 'exclusive' }).index1.length).toBe(0);
  });

  test('returns the second nearest when asked, and only where there is one', () => {
    const found = matchSky(f64([10, 200]), f64([0, 0]), f64([10.001, 10.002, 200]), f64([0, 0, 0]), 1, { nth: 2 });
    expect([...found.index1]).toEqual([0]);
    expect([...found.index2]).toEqual([1]);
    expect(found.separation[0]).toBeCloseTo(0.002, 12);
  });

  test('keeps pairs that have no other partner', () => {
    const found = matchSky(f64([10, 20, 20.0001]), f64([0, 0, 0]), f64([10, 20]), f64([0, 0]), 0.01, {
      mode: 'exclusive',
    });
    expect([...found.index1]).toEqual([0]);
    expect([...found.index2]).toEqual([0]);
  });

  test('skips missing positions and accepts empty lists', () => {
    const found = matchSky(f64([NaN, 10, 20]), f64([0, 0, NaN]), f64([20, NaN, 10]), f64([0, 0, 0]), 1);
    expect([...found.index1]).toEqual([1]);
    expect([...found.index2]).toEqual([2]);
    expect(matchSky(f64([]), f64([]), f64([1]), f64([1]), 1).index1.length).toBe(0);
    expect(matchSky(f64([1]), f64([1]), f64([]), f64([]), 1).index1.length).toBe(0);
  });

  test('includes a pair at exactly the radius', () => {
    expect(matchSky(f64([10]), f64([0]), f64([10]), f64([1 / 3600]), 1 / 3600).index1.length).toBe(1);
    expect(matchSky(f64([10]), f64([60]), f64([10]), f64([61]), 1).index1.length).toBe(1);
  });

  test('rejects invalid positions, radii and modes', () => {
    expect(() => matchSky(f64([1]), f64([91]), f64([1]), f64([1]), 1)).toThrow(/Position 0 of list 1.*Dec 91/);
    expect(() => matchSky(f64([1]), f64([1]), f64([400]), f64([1]), 1)).toThrow(/Position 0 of list 2.*RA 400/);
    expect(() => matchSky(f64([1]), f64([1, 2]), f64([4]), f64([1]), 1)).toThrow(
      /list 1 must be of equal length, got 1 and 2/,
    );
    expect(() => matchSky(f64([1]), f64([1]), f64([4]), f64([1]), -1)).toThrow(
      /radius must be a number of degrees from 0, got -1/,
    );
    expect(() => matchSky(f64([1]), f64([1]), f64([4]), f64([1]), 1, { mode: 'best' as never })).toThrow(/got "best"/);
    expect(() => matchSky(f64([1]), f64([1]), f64([4]), f64([1]), 1, { mode: 'all', nth: 2 })).toThrow(/nth/);
  });
});

interface Counts {
  readonly a_to_b: number;
  readonly b_to_a: number;
  readonly mutual: number;
  readonly distinct_b_used: number;
  readonly median_sep_arcsec: number;
  readonly sum_of_b_index: number;
  readonly all_pairs: number;
}

interface MatchReference {
  readonly synthetic: {
    readonly a: readonly (readonly [number, number])[];
    readonly b: readonly (readonly [number, number])[];
    readonly radii: Readonly<Record<string, Counts>>;
    readonly sample: { readonly rows: readonly (readonly [number, number, number, number, boolean])[] };
  };
}

describeShared('matchSky against astropy', () => {
  const { synthetic } = referenceValues<MatchReference>('match');
  const [ra1, dec1, ra2, dec2] = [
    synthetic.a.map(p => p[0]),
    synthetic.a.map(p => p[1]),
    synthetic.b.map(p => p[0]),
    synthetic.b.map(p => p[1]),
  ].map(f64);

  test.each(Object.entries(synthetic.radii))('over the whole sky within %s arcsec', (arcsec, counts) => {
    const radius = Number(arcsec) / 3600;
    const there = matchSky(ra1, dec1, ra2, dec2, radius);
    expect(there.index1.length).toBe(counts.a_to_b);
    expect(matchSky(ra2, dec2, ra1, dec1, radius).index1.length).toBe(counts.b_to_a);
    expect(matchSky(ra1, dec1, ra2, dec2, radius, { mode: 'mutual' }).index1.length).toBe(counts.mutual);
    expect(matchSky(ra1, dec1, ra2, dec2, radius, { mode: 'all' }).index1.length).toBe(counts.all_pairs);
    expect(new Set(there.index2).size).toBe(counts.distinct_b_used);
    expect(there.index2.reduce((sum, index) => sum + index, 0)).toBe(counts.sum_of_b_index);
  });

  test('agrees pair by pair', () => {
    const found = matchSky(ra1, dec1, ra2, dec2, 1);
    const byRow = new Map(Array.from(found.index1, (row, k) => [row, k]));
    for (const [a, b, arcsec] of synthetic.sample.rows) {
      const k = byRow.get(a) ?? -1;
      expect(found.index2[k]).toBe(b);
      // the reference is printed to nine digits
      expect(Math.abs(found.separation[k] * 3600 - arcsec)).toBeLessThan(1e-9 + 5e-9 * arcsec);
    }
  });
});

/** A small random number generator with the same sequence everywhere. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
