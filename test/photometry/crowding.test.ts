import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCrowded } from '../../lib/photometry/crowding.js';

describe('crowded positions', () => {
  it('match a brute-force search of all pairs', () => {
    const place = fc.double({ min: -20, max: 120, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, place), { maxLength: 60 }),
        fc.double({ min: 0.1, max: 30, noNaN: true }),
        (stars, distance) => {
          const x = stars.map(star => star[0]);
          const y = stars.map(star => star[1]);
          const expected = stars.map((a, i) =>
            stars.some((b, j) => i !== j && (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 < distance ** 2) ? 1 : 0,
          );
          expect([...findCrowded(x, y, distance)]).toEqual(expected);
        },
      ),
      { seed: 1 },
    );
  });

  it('exclude positions exactly at the limit and NaN', () => {
    expect([...findCrowded([0, 5, NaN], [0, 0, 0], 5)]).toEqual([0, 0, 0]);
    expect([...findCrowded([NaN], [1], 5)]).toEqual([0]);
    expect([...findCrowded([], [], 5)]).toEqual([]);
    expect([...findCrowded([1, 1], [1, 1], 0)]).toEqual([0, 0]);
    expect([...findCrowded([1, 1], [1, 1], 0.5)]).toEqual([1, 1]);
  });

  it('are found in a long thin field without allocating many cells', () => {
    const x = Array.from({ length: 1000 }, (_, i) => 1e6 * i);
    x.push(5e8 + 1);
    const crowded = findCrowded(
      x,
      x.map(() => 0),
      2,
    );
    expect(crowded.reduce((sum, value) => sum + value, 0)).toBe(2);
  });
});
