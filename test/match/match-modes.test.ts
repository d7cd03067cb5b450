import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchSelf } from '../../lib/match/positions/match-self.js';
import { matchSky } from '../../lib/match/positions/match-sky.js';
import { choosePairs, type MatchMode } from '../../lib/match/search/match-modes.js';
import { separation } from '../../lib/math/sphere.js';

const place = fc.record({
  ra: fc.double({ min: 0, max: 0.02, noNaN: true }).map(ra => (ra + 359.99) % 360),
  dec: fc.double({ min: 89.98, max: 90, noNaN: true }),
});
const places = fc.array(place, { maxLength: 30 });
const f64 = (values: readonly number[]) => Float64Array.from(values);
const RADIUS = 0.004;

interface Candidate {
  readonly i: number;
  readonly j: number;
  readonly far: number;
}

/** The definition of each mode, written out directly. */
function chosen(mode: MatchMode, all: readonly Candidate[], nth: number): Candidate[] {
  const from = (i: number) => all.filter(pair => pair.i === i).sort((a, b) => a.far - b.far);
  const to = (j: number) => all.filter(pair => pair.j === j).sort((a, b) => a.far - b.far);
  switch (mode) {
    case 'all':
      return [...all];
    case 'nearest':
      return all.filter(pair => from(pair.i)[nth - 1] === pair);
    case 'mutual':
      return all.filter(pair => from(pair.i)[0] === pair && to(pair.j)[0] === pair);
    case 'exclusive':
      return all.filter(pair => from(pair.i).length === 1 && to(pair.j).length === 1);
  }
}

const names = (pairs: readonly { i: number; j: number }[]) => pairs.map(({ i, j }) => `${i}-${j}`).sort();
const namesOf = ({ index1, index2 }: { index1: Int32Array; index2: Int32Array }) =>
  names(Array.from(index1, (i, k) => ({ i, j: index2[k] })));

describe.each(['nearest', 'mutual', 'exclusive', 'all'] as const)('mode %s', mode => {
  test('returns the pairs of its definition, around the pole', () => {
    fc.assert(
      fc.property(places, places, fc.integer({ min: 1, max: 3 }), (a, b, wanted) => {
        const nth = mode === 'nearest' ? wanted : 1;
        const all = a.flatMap((p, i) => b.map((q, j) => ({ i, j, far: separation(p, q) })));
        const near = all.filter(({ far }) => far <= RADIUS);
        fc.pre(all.every(({ far }) => Math.abs(far - RADIUS) > 1e-10)); // at the edge of the radius, rounding decides
        fc.pre(new Set(near.map(({ far }) => far)).size === near.length); // and between equal distances, the row number
        const [ra1, dec1, ra2, dec2] = [a.map(p => p.ra), a.map(p => p.dec), b.map(p => p.ra), b.map(p => p.dec)].map(
          f64,
        );
        const found = matchSky(ra1, dec1, ra2, dec2, RADIUS, { mode, nth });
        expect(namesOf(found)).toEqual(names(chosen(mode, near, nth)));
        const candidates = matchSky(ra1, dec1, ra2, dec2, RADIUS, { mode: 'all' });
        expect(choosePairs(candidates, { mode, nth })).toEqual(found);
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  test('matching a list with itself omits each row with itself, and lists a pair once unless the mode is nearest', () => {
    fc.assert(
      fc.property(places, a => {
        const all = a.flatMap((p, i) => a.flatMap((q, j) => (i === j ? [] : [{ i, j, far: separation(p, q) }])));
        const near = all.filter(({ far }) => far <= RADIUS);
        fc.pre(all.every(({ far }) => Math.abs(far - RADIUS) > 1e-10));
        fc.pre(new Set(near.map(({ far }) => far.toPrecision(9))).size === near.length / 2);
        const wanted = chosen(mode, near, 1).filter(({ i, j }) => mode === 'nearest' || i < j);
        const found = matchSelf(f64(a.map(p => p.ra)), f64(a.map(p => p.dec)), RADIUS, { mode });
        expect(namesOf(found)).toEqual(names(wanted));
      }),
      { seed: 22, numRuns: 150 },
    );
  });
});
