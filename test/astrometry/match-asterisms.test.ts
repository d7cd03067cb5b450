import { describe, expect, it } from 'vitest';
import { type AsterismMatch, matchAsterisms } from '../../lib/astrometry/match-asterisms.js';
import { PhotometryError } from '../../lib/core/errors.js';
import { randomGenerator } from '../../lib/math/random.js';
import { largestDifference, makeScene, type Scene, type SceneOptions, strewnStars } from './star-scene.js';

const LARGE = { width: 1024, height: 1024 };
const SMALL = { width: 216, height: 200 };

/** Matches scenes of one kind; returns how many were found, and their largest error at a corner [px]. */
function matchScenes(seed: number, count: number, options: SceneOptions): { found: number; worst: number } {
  const random = randomGenerator(seed);
  let [found, worst] = [0, 0];
  for (let k = 0; k < count; k++) {
    const scene = makeScene(random, options);
    const match = matchAsterisms(scene.reference, scene.stars);
    if (!match) continue;
    found++;
    worst = Math.max(worst, largestDifference(match.transform, scene.transform, options.width, options.height));
  }
  return { found, worst };
}

/** Fraction of the pairs that join two detections of the same star. */
function truePairs(match: AsterismMatch, scene: Scene): number {
  const right = match.pairs.filter(
    ([i, j]) => scene.starOfReference[i] >= 0 && scene.starOfReference[i] === scene.starOfStars[j],
  );
  return right.length / match.pairs.length;
}

describe('matchAsterisms', () => {
  it('recovers any rotation, shift and scale to 0.05 px from positions with errors of 0.05 px', () => {
    const random = randomGenerator(1);
    for (let k = 0; k < 40; k++) {
      const scene = makeScene(random, {
        ...LARGE,
        common: 100,
        onlyReference: 20,
        onlyStars: 20,
        angle: 2 * Math.PI * random.uniform(),
        scale: 0.96 + 0.08 * random.uniform(),
        shift: [60 * random.normal(), 60 * random.normal()],
      });
      const match = matchAsterisms(scene.reference, scene.stars)!;
      expect(largestDifference(match.transform, scene.transform, 1024, 1024)).toBeLessThan(0.05);
      expect(match.matched).toBeGreaterThan(90);
      expect(match.rms).toBeGreaterThan(0.07);
      expect(match.rms).toBeLessThan(0.13);
      expect(truePairs(match, scene)).toBeGreaterThan(0.99);
    }
  });

  it('follows a drift that leaves a third of the frame in common, with half of the detections spurious', () => {
    const { found, worst } = matchScenes(2, 30, {
      ...LARGE,
      common: 30,
      onlyReference: 90,
      onlyStars: 90,
      noise: 0.1,
      shift: [650, 60],
    });
    expect(found).toBe(30);
    expect(worst).toBeLessThan(1);
  });

  it('follows a meridian flip of the frame, and the drift after it', () => {
    const options = {
      ...LARGE,
      common: 60,
      onlyReference: 20,
      onlyStars: 20,
      angle: Math.PI,
      shift: [-35, 80] as const,
    };
    expect(matchScenes(3, 30, options).found).toBe(30);
    expect(matchScenes(3, 30, options).worst).toBeLessThan(0.1);
  });

  it('copes with half of the detections being spurious and with scrambled brightness, at any rotation', () => {
    const options = { ...LARGE, common: 50, onlyReference: 50, onlyStars: 50, noise: 0.15, scramble: 1, angle: 2.2 };
    const { found, worst } = matchScenes(4, 30, options);
    expect(found).toBe(30);
    expect(worst).toBeLessThan(0.5);
  });

  it('follows a rotated, scaled and shifted frame 4096 pixels wide', () => {
    const options = {
      width: 4096,
      height: 4096,
      common: 80,
      onlyReference: 40,
      onlyStars: 40,
      noise: 0.3,
      angle: 0.3,
      scale: 1.04,
      shift: [500, -700] as const,
    };
    const { found, worst } = matchScenes(5, 20, options);
    expect(found).toBe(20);
    expect(worst).toBeLessThan(1);
  });

  it('works in a frame of 216 x 200 pixels with 8 to 20 stars', () => {
    for (const [common, spurious] of [
      [8, 0],
      [8, 4],
      [14, 6],
    ]) {
      const options = { ...SMALL, common, onlyReference: spurious, onlyStars: spurious, noise: 0.1 };
      expect(matchScenes(6, 30, { ...options, angle: 0.7 })).toMatchObject({ found: 30 });
      expect(matchScenes(7, 30, { ...options, shift: [12, -7] })).toMatchObject({ found: 30 });
    }
  });

  it('aligns a clouded frame: six of forty stars among eight detections, rotated', () => {
    const options = { ...SMALL, common: 6, onlyReference: 34, onlyStars: 2, noise: 0.05, angle: 0.7 };
    const { found, worst } = matchScenes(8, 50, options);
    expect(found).toBeGreaterThanOrEqual(47);
    expect(worst).toBeLessThan(1);
  });

  it('aligns a clouded frame: five of forty stars among eight detections, shifted or in a large frame', () => {
    const options = { common: 5, onlyReference: 35, onlyStars: 3, noise: 0.05 };
    expect(matchScenes(9, 50, { ...options, ...SMALL, shift: [6, 3] }).found).toBeGreaterThanOrEqual(47);
    expect(matchScenes(10, 50, { ...options, ...LARGE, angle: 0.7 }).found).toBeGreaterThanOrEqual(48);
  });

  it('does not rotate a frame of three shifted stars because of the noise in their positions', () => {
    const { found, worst } = matchScenes(11, 50, {
      ...LARGE,
      common: 3,
      onlyReference: 30,
      noise: 0.2,
      shift: [14, 9],
    });
    expect(found).toBeGreaterThanOrEqual(45);
    expect(worst).toBeLessThan(1);
  });

  it('is not misled by detections split in two', () => {
    const random = randomGenerator(12);
    for (let k = 0; k < 20; k++) {
      const scene = makeScene(random, { ...SMALL, common: 12, onlyReference: 4, onlyStars: 4, angle: 0.4 });
      const { x, y, flux } = scene.stars;
      const rows = Array.from({ length: 6 }, (_, k) => k);
      const split = {
        x: [...Array.from(x), ...rows.map(k => x[k])],
        y: [...Array.from(y), ...rows.map(k => y[k] + 3)],
        flux: [...Array.from(flux), ...rows.map(k => flux[k] / 2)],
      };
      const match = matchAsterisms(scene.reference, split)!;
      expect(largestDifference(match.transform, scene.transform, 216, 200)).toBeLessThan(0.5);
    }
  });

  it('rejects unrelated lists: accepts none of 3000', () => {
    const kinds: [pairs: number, first: number, second: number, width: number, height: number][] = [
      [900, 40, 8, 216, 200],
      [600, 20, 20, 216, 200],
      [660, 40, 8, 1024, 1024],
      [800, 12, 12, 216, 200],
      [20, 40, 40, 216, 200],
      [20, 120, 120, 1024, 1024],
    ];
    const random = randomGenerator(13);
    for (const [pairs, first, second, width, height] of kinds)
      for (let k = 0; k < pairs; k++) {
        const [reference, stars] = [
          strewnStars(random, first, width, height),
          strewnStars(random, second, width, height),
        ];
        expect(matchAsterisms(reference, stars)).toBeNull();
      }
  });

  it('reports reliable probabilities: unrelated lists reach a probability of 1 % in less than 1 % of the cases', () => {
    const random = randomGenerator(14);
    let [believed, some] = [0, 0];
    for (let k = 0; k < 1000; k++) {
      const match = matchAsterisms(strewnStars(random, 30, 216, 200), strewnStars(random, 10, 216, 200), {
        maxChance: 1e3,
      });
      if (match && match.chance < 0.01) believed++;
      if (match && match.chance < 10) some++;
    }
    expect(believed).toBeLessThan(10);
    // the test is not vacuous: chance does produce matches of low significance
    expect(some).toBeGreaterThan(50);
  });

  it('rejects unrelated clusters whose stars are concentrated in the middle of both frames', () => {
    const random = randomGenerator(15);
    const cluster = (): { x: number[]; y: number[]; flux: number[] } => {
      const inside = (): number => 512 + 60 * random.normal();
      const anywhere = (): number => 1024 * random.uniform();
      const x = Array.from({ length: 40 }, (_, i) => (i < 25 ? inside() : anywhere()));
      const y = Array.from({ length: 40 }, (_, i) => (i < 25 ? inside() : anywhere()));
      return { x, y, flux: x.map(() => random.uniform()) };
    };
    for (let k = 0; k < 40; k++) expect(matchAsterisms(cluster(), cluster())).toBeNull();
  });

  it('rejects unrelated frames with a bad column or a satellite trail in both', () => {
    const random = randomGenerator(23);
    const withLine = (angle: number): { x: number[]; y: number[]; flux: number[] } => {
      const sky = strewnStars(random, 30, 1024, 1024);
      const along = Array.from({ length: 15 }, () => 1000 * (random.uniform() - 0.5));
      return {
        x: [...Array.from(sky.x), ...along.map(s => 512 + s * Math.cos(angle) + 0.4 * random.normal())],
        y: [...Array.from(sky.y), ...along.map(s => 512 + s * Math.sin(angle) + 0.4 * random.normal())],
        flux: Array.from({ length: 45 }, () => random.uniform()),
      };
    };
    for (let k = 0; k < 30; k++) expect(matchAsterisms(withLine(Math.PI / 2), withLine(Math.PI / 2))).toBeNull();
    for (let k = 0; k < 20; k++) expect(matchAsterisms(withLine(0.3), withLine(2))).toBeNull();
  });

  it('finds a mirrored frame only where a mirror is allowed', () => {
    const random = randomGenerator(16);
    for (let k = 0; k < 10; k++) {
      const scene = makeScene(random, {
        ...LARGE,
        common: 40,
        onlyReference: 20,
        onlyStars: 30,
        angle: 1,
        mirrored: true,
      });
      expect(matchAsterisms(scene.reference, scene.stars)).toBeNull();
      const match = matchAsterisms(scene.reference, scene.stars, { allowMirror: true })!;
      expect(match.transform.flipped).toBe(true);
      expect(largestDifference(match.transform, scene.transform, 1024, 1024)).toBeLessThan(0.1);
      const back = matchAsterisms(scene.stars, scene.reference, { allowMirror: true })!;
      expect(back.transform.flipped).toBe(true);
      const plain = makeScene(random, { ...LARGE, common: 40, angle: 1 });
      expect(matchAsterisms(plain.reference, plain.stars, { allowMirror: true })!.transform.flipped).toBeUndefined();
    }
  });

  it('rejects a change of scale beyond the allowed one', () => {
    const scene = makeScene(randomGenerator(17), { ...LARGE, common: 60, scale: 1.1, angle: 0.5 });
    expect(matchAsterisms(scene.reference, scene.stars)).toBeNull();
    const match = matchAsterisms(scene.reference, scene.stars, { maxScaleChange: 0.15 })!;
    expect(Math.hypot(match.transform.a, match.transform.b)).toBeCloseTo(1.1, 3);
  });

  it('returns one-to-one pairs as rows of the input lists, and the rms of exactly these pairs', () => {
    const scene = makeScene(randomGenerator(18), { ...LARGE, common: 50, onlyReference: 30, onlyStars: 5, angle: 2 });
    const { pairs, matched, rms, transform } = matchAsterisms(scene.reference, scene.stars)!;
    expect(pairs).toHaveLength(matched);
    expect(new Set(pairs.map(([i]) => i)).size).toBe(matched);
    expect(new Set(pairs.map(([, j]) => j)).size).toBe(matched);
    expect(pairs.map(([i]) => i)).toEqual(pairs.map(([i]) => i).sort((i, j) => i - j));
    const { x, y } = scene.reference;
    const squares = pairs.map(
      ([i, j]) =>
        (transform.a * x[i] - transform.b * y[i] + transform.tx - scene.stars.x[j]) ** 2 +
        (transform.b * x[i] + transform.a * y[i] + transform.ty - scene.stars.y[j]) ** 2,
    );
    expect(rms).toBeCloseTo(Math.sqrt(squares.reduce((sum, s) => sum + s, 0) / matched), 3);
  });

  it('returns the same stars whatever their order, and the inverse transform for swapped lists', () => {
    const scene = makeScene(randomGenerator(19), {
      ...LARGE,
      common: 40,
      onlyReference: 10,
      onlyStars: 20,
      angle: 1.2,
    });
    const match = matchAsterisms(scene.reference, scene.stars)!;
    const reversed = {
      x: Array.from(scene.stars.x).reverse(),
      y: Array.from(scene.stars.y).reverse(),
      flux: Array.from(scene.stars.flux).reverse(),
    };
    const again = matchAsterisms(scene.reference, reversed)!;
    expect(again.transform).toEqual(match.transform);
    const last = scene.stars.x.length - 1;
    expect(again.pairs).toEqual(match.pairs.map(([i, j]) => [i, last - j]));
    const back = matchAsterisms(scene.stars, scene.reference)!;
    expect(back.pairs.map(([j, i]) => [i, j]).sort((p, q) => p[0] - q[0])).toEqual(match.pairs);
  });

  it('does not modify its input lists', () => {
    const scene = makeScene(randomGenerator(20), { ...SMALL, common: 12, angle: 1.2 });
    const before = structuredClone(scene);
    matchAsterisms(scene.reference, scene.stars);
    expect(scene).toEqual(before);
  });

  it('returns null for lists that are empty, too short, or without positions', () => {
    const none = { x: [], y: [], flux: [] };
    const { reference } = makeScene(randomGenerator(21), { ...SMALL, common: 12 });
    const lost = { x: [1, Number.NaN, Number.NaN], y: [1, 2, Number.NaN], flux: [1, 2, 3] };
    const same = { x: Array(20).fill(5), y: Array(20).fill(5), flux: Array(20).fill(1) };
    expect(matchAsterisms(none, none)).toBeNull();
    expect(matchAsterisms(reference, none)).toBeNull();
    expect(matchAsterisms(reference, lost)).toBeNull();
    expect(matchAsterisms(lost, reference)).toBeNull();
    expect(matchAsterisms(same, same)).toBeNull();
    expect(matchAsterisms(reference, same)).toBeNull();
  });

  it('omits stars whose position is not finite, and treats those of unknown flux as faint', () => {
    const { reference, stars, transform } = makeScene(randomGenerator(22), { ...LARGE, common: 40, angle: 1 });
    const x = Array.from(stars.x);
    const flux = Array.from(stars.flux);
    x[0] = Number.NaN;
    x[1] = Number.POSITIVE_INFINITY;
    flux[2] = Number.NaN;
    const match = matchAsterisms(reference, { x, y: stars.y, flux })!;
    expect(largestDifference(match.transform, transform, 1024, 1024)).toBeLessThan(0.1);
    expect(match.pairs.some(([, j]) => j < 2)).toBe(false);
  });

  it('reports which column or setting is invalid', () => {
    const good = { x: [1, 2, 3], y: [1, 2, 3], flux: [1, 2, 3] };
    const codeOf = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        if (error instanceof PhotometryError) return `${error.code}: ${error.message}`;
      }
      return 'nothing thrown';
    };
    expect(codeOf(() => matchAsterisms(good, { ...good, flux: [1] }))).toMatch(/bad-argument.*stars has 3, 3 and 1/);
    expect(codeOf(() => matchAsterisms(good, good, { tolerance: 0 }))).toMatch(/bad-argument.*tolerance/);
    expect(codeOf(() => matchAsterisms(good, good, { maxScaleChange: Number.NaN }))).toMatch(/maxScaleChange.*NaN/);
    expect(codeOf(() => matchAsterisms(good, good, { minMatched: 2 }))).toMatch(/minMatched.*3 or more/);
    expect(codeOf(() => matchAsterisms(good, good, { maxChance: 0 }))).toMatch(/maxChance/);
  });
});
