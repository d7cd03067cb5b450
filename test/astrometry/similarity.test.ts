import { describe, expect, it } from 'vitest';
import {
  composeTransforms,
  fitSimilarity,
  IDENTITY,
  invertTransform,
  type Similarity,
  transformX,
  transformY,
} from '../../lib/astrometry/stars/similarity.js';
import { PhotometryError } from '../../lib/core/errors.js';
import { randomGenerator } from '../../lib/math/random.js';

const random = randomGenerator(11);

function randomTransform(flipped: boolean): Similarity {
  const angle = 2 * Math.PI * random.uniform();
  const scale = 0.5 + random.uniform();
  const shift = (): number => 1000 * random.normal();
  const t = { a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx: shift(), ty: shift() };
  return flipped ? { ...t, flipped } : t;
}

const KINDS = [false, true];
const points = Array.from({ length: 20 }, () => [1000 * random.uniform(), 1000 * random.uniform()] as const);

function apply(t: Similarity): { x: number[]; y: number[] } {
  return { x: points.map(([x, y]) => transformX(t, x, y)), y: points.map(([x, y]) => transformY(t, x, y)) };
}

const given = { x: points.map(([x]) => x), y: points.map(([, y]) => y) };

function expectSame(actual: { x: number[]; y: number[] }, expected: { x: number[]; y: number[] }): void {
  actual.x.forEach((x, i) => {
    expect(x).toBeCloseTo(expected.x[i], 8);
    expect(actual.y[i]).toBeCloseTo(expected.y[i], 8);
  });
}

describe('a similarity', () => {
  it("is x' = a x - b y + tx, y' = b x + a y + ty", () => {
    const t = { a: 2, b: 3, tx: 10, ty: 20 };
    expect([transformX(t, 5, 7), transformY(t, 5, 7)]).toEqual([2 * 5 - 3 * 7 + 10, 3 * 5 + 2 * 7 + 20]);
  });

  it('mirrors y first if it is flipped', () => {
    const t = { a: 2, b: 3, tx: 10, ty: 20 };
    const flipped = { ...t, flipped: true };
    expect(transformX(flipped, 5, 7)).toBe(transformX(t, 5, -7));
    expect(transformY(flipped, 5, 7)).toBe(transformY(t, 5, -7));
  });

  it('is undone by its inverse, flipped or not', () => {
    for (const flipped of KINDS) {
      const t = randomTransform(flipped);
      expectSame(apply(composeTransforms(t, invertTransform(t))), given);
      expectSame(apply(composeTransforms(invertTransform(t), t)), given);
    }
  });

  it('composes first, then second, for all four kinds of pair', () => {
    for (const flip1 of KINDS)
      for (const flip2 of KINDS) {
        const [first, second] = [randomTransform(flip1), randomTransform(flip2)];
        const between = apply(first);
        const expected = {
          x: between.x.map((x, i) => transformX(second, x, between.y[i])),
          y: between.x.map((x, i) => transformY(second, x, between.y[i])),
        };
        expectSame(apply(composeTransforms(first, second)), expected);
      }
  });

  it('has no inverse at scale 0', () => {
    expect(invertTransform({ a: 0, b: 0, tx: 1, ty: 1 }).a).toBeNaN();
  });

  it('leaves points unchanged as IDENTITY', () => {
    expectSame(apply(IDENTITY), given);
  });
});

describe('fitSimilarity', () => {
  it('finds an exact transform, and mirrored ones on request', () => {
    for (const flipped of KINDS) {
      const t = randomTransform(flipped);
      const fitted = fitSimilarity(given, apply(t), { allowFlip: true })!;
      expect(fitted.flipped === true).toBe(flipped);
      expectSame(apply(fitted), apply(t));
    }
  });

  it('never flips unless asked to, nor for two points', () => {
    const t = randomTransform(true);
    expect(fitSimilarity(given, apply(t))!.flipped).toBeUndefined();
    const two = fitSimilarity({ x: [0, 1], y: [0, 0] }, { x: [5, 5], y: [5, 6] }, { allowFlip: true });
    expect(two).toEqual({ a: 0, b: 1, tx: 5, ty: 5 });
  });

  it('is the least-squares solution: any small change of a parameter makes the fit worse', () => {
    const t = randomTransform(false);
    const exact = apply(t);
    const noisy = { x: exact.x.map(x => x + random.normal()), y: exact.y.map(y => y + random.normal()) };
    const weights = points.map(() => 0.1 + random.uniform());
    const loss = (s: Similarity): number =>
      points.reduce(
        (sum, [x, y], i) =>
          sum + weights[i] * ((transformX(s, x, y) - noisy.x[i]) ** 2 + (transformY(s, x, y) - noisy.y[i]) ** 2),
        0,
      );
    const fitted = fitSimilarity(given, noisy, { weights })!;
    for (const key of ['a', 'b', 'tx', 'ty'] as const)
      for (const step of [-1e-3, 1e-3])
        expect(loss({ ...fitted, [key]: fitted[key] + step })).toBeGreaterThan(loss(fitted));
  });

  it('omits pairs of zero weight and pairs that are not finite', () => {
    const t = randomTransform(false);
    const to = apply(t);
    to.x[3] = Number.NaN;
    to.y[4] = Number.POSITIVE_INFINITY;
    to.x[5] = 1e6;
    to.x[6] = -1e6;
    const weights = points.map((_, i) => (i === 5 ? 0 : i === 6 ? Number.NaN : 1));
    expectSame(apply(fitSimilarity(given, to, { weights })!), apply(t));
  });

  it('is null for fewer than two points and for coincident points', () => {
    expect(fitSimilarity({ x: [], y: [] }, { x: [], y: [] })).toBeNull();
    expect(fitSimilarity({ x: [1], y: [2] }, { x: [3], y: [4] })).toBeNull();
    expect(fitSimilarity({ x: [1, 1], y: [2, 2] }, { x: [3, 4], y: [4, 5] })).toBeNull();
    expect(fitSimilarity({ x: [1, 2], y: [2, 2] }, { x: [3, 3], y: [4, 4] })).toBeNull();
    expect(fitSimilarity({ x: [1, Number.NaN], y: [2, 3] }, { x: [3, 4], y: [4, 5] })).toBeNull();
  });

  it('rejects columns of unequal length', () => {
    expect(() => fitSimilarity({ x: [1, 2], y: [2] }, { x: [3, 4], y: [4, 5] })).toThrow(PhotometryError);
    expect(() => fitSimilarity(given, given, { weights: [1] })).toThrow(/weights 1/);
  });
});
