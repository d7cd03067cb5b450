import { describe, expect, it } from 'vitest';
import { type DetectOptions, detectSources } from '../../lib/detect/detect-sources.js';
import { findBrightStars } from '../../lib/detect/find-bright-stars.js';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { randomGenerator } from '../../lib/math/random.js';
import { imageOf } from '../helpers/star-field.js';

type Light = (dx: number, dy: number) => number;
const NOISE = 6;

/** 1 inside, 0 outside, over about a pixel. */
const inside = (distance: number): number => 1 / (1 + Math.exp(-2.2 * distance));
const ring =
  (inner: number, outer: number): Light =>
  (dx, dy) =>
    inside(Math.hypot(dx, dy) - inner) * inside(outer - Math.hypot(dx, dy));
const trail =
  (length: number, fwhm: number, angle: number): Light =>
  (dx, dy) => {
    const along = Math.max(0, Math.abs(dx * Math.cos(angle) + dy * Math.sin(angle)) - length / 2);
    const across = dy * Math.cos(angle) - dx * Math.sin(angle);
    return Math.exp((-4 * Math.LN2 * (along * along + across * across)) / (fwhm * fwhm));
  };

/** Stars of one shape, peaks of 10 to 100 sigma. */
function field(
  light: Light,
  { size = 480, count = 20, apart = 50, edge = 30, faint = 10, bright = 100, reach = 32, seed = 1 } = {},
) {
  const random = randomGenerator(seed);
  const pixels = Float64Array.from({ length: size * size }, () => 100 + NOISE * random.normal());
  const stars: { x: number; y: number }[] = [];
  while (stars.length < count) {
    const x = edge + random.uniform() * (size - 2 * edge);
    const y = edge + random.uniform() * (size - 2 * edge);
    if (stars.some(star => Math.hypot(star.x - x, star.y - y) < apart)) continue;
    stars.push({ x, y });
    const height = NOISE * faint * (bright / faint) ** random.uniform();
    for (let j = Math.max(0, Math.ceil(y - reach)); j <= Math.min(size - 1, y + reach); j++)
      for (let i = Math.max(0, Math.ceil(x - reach)); i <= Math.min(size - 1, x + reach); i++)
        pixels[j * size + i] += height * light(i - x, j - y);
  }
  return { image: imageOf(size, size, pixels), stars };
}

/** Each star is found once, and nothing else. */
function expectOneEach({ image, stars }: ReturnType<typeof field>, within: number, options: DetectOptions = {}) {
  const sources = detectSources(image, options);
  expect(sources.length).toBe(stars.length);
  const { x, y } = sources.columns;
  for (const star of stars) {
    const distance = Math.min(...[...x].map((value, k) => Math.hypot(value - star.x, y[k] - star.y)));
    expect(distance).toBeLessThan(within);
  }
  return sources;
}
const codes = (table: ReturnType<typeof detectSources>) => [...table.problems().columns.code];

describe('stars out of focus', () => {
  it.each([
    [1.5, 3],
    [3, 6],
    [9, 12],
    [5, 20],
    [12, 25],
  ])('are one source each: rings from %s to %s px', (inner, outer) => {
    const sources = expectOneEach(
      field(ring(inner, outer), { apart: 2.6 * outer + 8, size: outer > 15 ? 760 : 480 }),
      0.3,
    );
    expect(codes(sources)).toEqual(['stars-defocused']);
    expect(Math.abs(sources.columns.fwhm.median() / (2 * outer) - 1)).toBeLessThan(0.15);
  });

  it.each<[string, Light]>([
    ['with spider vanes', (dx, dy) => ring(4, 8)(dx, dy) * (Math.min(Math.abs(dx), Math.abs(dy)) < 1 ? 0.1 : 1)],
    ['brighter on one side', (dx, dy) => ring(4, 8)(dx, dy) * (1 + 0.04 * dx)],
    ['nearly filled', ring(1, 8)],
    ['filled', ring(-9, 8)],
  ])('are found %s', (_, light) => {
    expectOneEach(field(light), 0.4);
  });

  it('are found with light of 1 to 30, at 3 sigma a pixel, overlapping, and at the edge with a flag', () => {
    expectOneEach(field(ring(4, 8), { faint: 4, bright: 120 }), 0.5);
    expectOneEach(field(ring(4, 8), { faint: 3, bright: 3.01 }), 0.6);
    expectOneEach(field(ring(4, 8), { apart: 12, count: 45, bright: 60 }), 0.8);
    const atEdge = expectOneEach(field(ring(4, 8), { edge: 3, count: 30, apart: 22 }), 0.5);
    for (const { x, y, flags } of atEdge)
      expect((flags & SourceFlag.truncated) !== 0).toBe(x < 8 || y < 8 || x > 471 || y > 471);
  });

  it("are looked for with method 'donut' however few there are", () => {
    expectOneEach(field(ring(4, 8), { count: 1 }), 0.2, { method: 'donut' });
    expectOneEach(field(ring(4, 8)), 0.3, { method: 'donut', fwhm: 16 });
    expect(() => detectSources(field(ring(4, 8), { count: 1 }).image, { method: 'ring' as 'donut' })).toThrow(
      /'daofind' or 'donut'/,
    );
  });

  it('are what a frame is aligned by', () => {
    const { image, stars } = field(ring(4, 8));
    const { x, y, fwhm } = findBrightStars(image);
    expect(x.length).toBe(stars.length);
    expect(fwhm).toBeGreaterThan(15);
    for (const star of stars)
      expect(Math.min(...Array.from(x, (value, k) => Math.hypot(value - star.x, y[k] - star.y)))).toBeLessThan(0.3);
  });
});

describe('trailed stars', () => {
  it.each([
    [4, 0],
    [8, 1.2],
    [12, 2.2],
    [20, 0.6],
  ])('are one source each, at the middle: %s px at %s rad', (length, angle) => {
    const sources = expectOneEach(field(trail(length, 3, angle)), 0.5);
    expect(codes(sources)).toEqual(['stars-trailed']);
    const area = length * 3 + (Math.PI / 4) * 9;
    expect(Math.abs(sources.columns.fwhm.median() / (2 * Math.sqrt(area / Math.PI)) - 1)).toBeLessThan(0.12);
  });

  it('are one source each where they are hardly longer than wide, or knotted', () => {
    expectOneEach(field(trail(1, 3, 1)), 0.4);
    const knotted: Light = (dx, dy) => trail(12, 3, 0)(dx, dy) * (1 + 0.5 * Math.cos(1.3 * dx));
    expect(codes(expectOneEach(field(knotted), 0.5))).toEqual(['stars-trailed']);
  });
});

describe('points', () => {
  const codesOf = (light: Light, options = {}) => codes(detectSources(field(light, options).image));

  it('are neither out of focus nor trailed: stars, pairs, galaxies, one trail of a satellite', () => {
    expect(codesOf(trail(0, 2, 0))).toEqual([]);
    expect(codesOf(trail(0, 9, 0))).toEqual([]);
    expect(codesOf(trail(0, 3, 0), { count: 500, apart: 8, faint: 5 })).toEqual([]);
    expect(codesOf((dx, dy) => Math.exp(-Math.hypot(dx, dy) / 4))).toEqual([]);
    const { image } = field(trail(0, 3, 0), { count: 40, apart: 25 });
    const pixels = Float64Array.from(image.pixels);
    for (let k = 0; k < pixels.length; k++) {
      const distance = 0.6 * (k % 480) - 0.8 * Math.floor(k / 480) + 60;
      pixels[k] += 300 * Math.exp((-distance * distance) / 3);
    }
    const crossed = detectSources({ ...image, pixels });
    expect(codes(crossed)).toEqual([]);
    expect(crossed.length).toBeLessThan(60);
  });

  it('are what they were where the width is given', () => {
    const { image } = field(trail(12, 3, 0));
    expect(codes(detectSources(image, { fwhm: 3 }))).toEqual([]);
  });
});
