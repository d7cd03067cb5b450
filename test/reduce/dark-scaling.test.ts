import { beforeAll, describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { type Image, PixelFlag, UNUSABLE_PIXEL } from '../../lib/frame/image.js';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { randomGenerator } from '../../lib/math/random.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import {
  GAIN,
  type GlowingCamera,
  glowingCamera,
  HOT_PART,
  SIDE,
  type SimulatedStar,
  SKY,
} from '../helpers/glowing-camera.js';
import { imageOf } from '../helpers/reduce-image.js';

/** Side of the corner that glows at more than a tenth of its maximum [px]. */
const CORNER = 90;
/** 25 stars in the glowing corner, off the pixel centres. */
const STARS: readonly SimulatedStar[] = Array.from({ length: 25 }, (_, k) => ({
  x: 14.3 + 17 * (k % 5),
  y: 13.8 + 17 * Math.floor(k / 5),
  rate: 300,
}));
const LIGHTS = 24;

const inCorner = (i: number): boolean => i % SIDE < CORNER && Math.floor(i / SIDE) < CORNER;
const count = ({ mask }: Image, bits: number, where: (i: number) => boolean = () => true): number =>
  mask?.reduce((n, flags, i) => n + ((flags & bits) !== 0 && where(i) ? 1 : 0), 0) ?? 0;
const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Flux less truth, in errors, of the stars in several lights; those with an unusable pixel left out. */
function pulls(camera: GlowingCamera, t: number, reduce: (light: Image) => Image, lights = LIGHTS): number[] {
  const at = { x: STARS.map(star => star.x), y: STARS.map(star => star.y) };
  return Array.from({ length: lights }, () => {
    const reduced = reduce(camera.expose('LIGHT', t, STARS));
    const { flux, fluxErr } = measureApertures(reduced, at, { radius: 6, annulus: [7, 11] }).columns;
    return STARS.map(({ rate }, k) => (flux.values[k] - (rate * t) / GAIN) / fluxErr.values[k]);
  })
    .flat()
    .filter(Number.isFinite);
}

const codeOf = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (error instanceof PhotometryError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'none';
};

describe('one dark with a glowing corner and hot pixels', () => {
  const camera = glowingCamera(1);
  let bias: Image;
  let dark: Image;
  const reduce = (light: Image): Image => calibrate(light, { bias, dark });

  beforeAll(async () => {
    bias = await camera.masterBias();
    dark = await camera.masterDark(60, bias);
  });

  it('has a corner 100 times as bright as the rest', () => {
    expect(camera.dark(0, 60) / camera.dark(SIDE * SIDE - 1, 60)).toBeGreaterThan(90);
  });

  it('finds the hot pixels, and none in the glow', () => {
    const { mask } = reduce(camera.expose('LIGHT', 60));
    const flagged = [...mask!.keys()].filter(i => mask![i] !== 0);
    expect(flagged.filter(i => !camera.hot.has(i))).toEqual([]);
    // 5 times the read-out noise is 40 electrons; in the glow, 10 times the noise of the master
    const strong = [...camera.hot].filter(([, rate]) => rate * 60 > 250).map(([i]) => i);
    expect(strong.length).toBeGreaterThan(200);
    expect(strong.filter(i => mask![i] === 0)).toEqual([]);
  });

  it.each([60, 120, 30])('stars in the glow at %i s: no bias, errors that are right, few unusable pixels', seconds => {
    const reduced = reduce(camera.expose('LIGHT', seconds, STARS));
    expect(count(reduced, UNUSABLE_PIXEL) / SIDE ** 2).toBeLessThan(HOT_PART);
    expect(count(reduced, UNUSABLE_PIXEL, inCorner)).toBeLessThan(1.6 * HOT_PART * CORNER ** 2);
    const all = pulls(camera, seconds, reduce);
    expect(all.length).toBeGreaterThan(300);
    expect(Math.abs(mean(all))).toBeLessThan(0.15);
    expect(rms(all)).toBeGreaterThan(0.9);
    expect(rms(all)).toBeLessThan(1.1);
  });

  it.each([120, 30])(
    'hot pixels that are used at %i s are within their errors, and the hottest are not used',
    seconds => {
      const reduced = reduce(camera.expose('LIGHT', seconds));
      const used: number[] = [];
      for (const [i, rate] of camera.hot) {
        const flags = reduced.mask![i];
        if (rate > 500) expect(flags & PixelFlag.hotScaled).not.toBe(0);
        if (rate > 4 && rate < 7) expect(flags & UNUSABLE_PIXEL).toBe(0);
        if ((flags & UNUSABLE_PIXEL) === 0)
          used.push((reduced.pixels[i] - (SKY * seconds) / GAIN) / Math.sqrt(reduced.variance![i]));
      }
      expect(used.length).toBeGreaterThan(60);
      expect(rms(used)).toBeLessThan(1.15);
      expect(rms(used)).toBeGreaterThan(0.7);
    },
  );

  it('the variance of a scaled hot pixel includes 5 % of what was subtracted for each factor of 2', () => {
    const light = camera.expose('LIGHT', 120);
    const reduced = reduce(light);
    const far = [...camera.hot].find(([i, rate]) => !inCorner(i) && rate > 20 && rate < 30)!;
    const i = far[0];
    const expected =
      (light.pixels[i] - bias.pixels[i]) / GAIN + (8 / GAIN) ** 2 + bias.variance![i] + 4 * dark.variance![i];
    const allowance = reduced.variance![i] - expected;
    expect(Math.sqrt(allowance) / (0.05 * 2 * dark.pixels[i])).toBeCloseTo(1, 1);
  });

  it.each([
    [90, undefined],
    [40, undefined],
    [240, ['x 4.0', 'assumed']],
    [30, ['x 0.50', 'noted']],
  ] as const)('at %i s the problem listed is %j', (seconds, expected) => {
    const { problems } = reduce(camera.expose('LIGHT', seconds));
    if (expected === undefined) return expect(problems).toBeUndefined();
    expect(problems).toHaveLength(1);
    const [value, action] = expected;
    expect(problems![0]).toMatchObject({ file: 'light.fits', where: 'dark', code: 'dark-scaled-far', value, action });
    expect(problems![0].remedy).toMatch(`Take darks of ${seconds} s`);
  });

  it('an unscaled dark has no such problem', () => {
    const { problems } = calibrate(camera.expose('LIGHT', 240), { bias, dark, darkScaling: 'none' });
    expect(problems).toBeUndefined();
  });

  it('keeps the problems that the frame has', () => {
    const problem = {
      file: 'light.fits',
      where: 'card GAIN',
      value: '',
      code: 'x',
      action: 'noted',
      remedy: '',
    } as const;
    const light = { ...camera.expose('LIGHT', 240), problems: [problem] };
    expect(calibrate(light, { bias, dark }).problems!.map(({ code }) => code)).toEqual(['x', 'dark-scaled-far']);
  });
});

describe('glow of other shapes', () => {
  it.each([
    [1000, 8],
    [500, 15],
    [300, 60],
    [50, 500],
  ])('%i times the dark current, by e in %i px: no pixel is hot because of it', async (strength, length) => {
    const camera = glowingCamera(3, { strength, length });
    const bias = await camera.masterBias();
    const dark = await camera.masterDark(60, bias);
    for (const seconds of [60, 120]) {
      const reduced = calibrate(camera.expose('LIGHT', seconds), { bias, dark });
      expect(count(reduced, ~0, i => !camera.hot.has(i))).toBe(0);
    }
  });

  it('of a round spot, and of a step between two amplifiers', () => {
    const random = randomGenerator(4);
    const shapes: ((x: number, y: number) => number)[] = [
      (x, y) => 10 + 4000 * Math.exp(-((x - 150) ** 2 + (y - 99.5) ** 2) / (2 * 12 ** 2)),
      x => (x < 150 ? 10 : 400),
    ];
    for (const shape of shapes) {
      const dark = imageOf(
        SIDE,
        SIDE,
        i => random.poisson(shape(i % SIDE, Math.floor(i / SIDE))) + 2 * random.normal() + (i === 45150 ? 900 : 0),
        { exptime: 60, cards: { ZEROCOR: 'done' } },
      );
      const { mask } = calibrate(imageOf(SIDE, SIDE, 500), { bias: imageOf(SIDE, SIDE, 0), dark });
      expect([...mask!.keys()].filter(i => mask![i] !== 0)).toEqual([45150]);
    }
  });
});

describe('darks of two exposures', () => {
  describe.each([
    ['is linear', 1],
    ['grows as t^1.3', 1.3],
  ] as const)('glow that %s', (_, exponent) => {
    const camera = glowingCamera(2, { exponent });
    let bias: Image;
    let darks: readonly Image[];
    const reduce = (light: Image): Image => calibrate(light, { bias, dark: darks });

    beforeAll(async () => {
      bias = await camera.masterBias();
      darks = [await camera.masterDark(120, bias), await camera.masterDark(60, bias)];
    });

    it('an exposure between them is interpolated: fluxes are right, nothing of the glow is masked', () => {
      const reduced = reduce(camera.expose('LIGHT', 90, STARS));
      expect(count(reduced, UNUSABLE_PIXEL, i => !camera.hot.has(i))).toBe(0);
      expect(reduced.problems).toBeUndefined();
      const all = pulls(camera, 90, reduce);
      expect(all.length).toBeGreaterThan(450);
      expect(Math.abs(mean(all))).toBeLessThan(0.15);
      expect(rms(all)).toBeGreaterThan(0.9);
      expect(rms(all)).toBeLessThan(1.1);
    });

    it('the exposure of one of them is used as it is', () => {
      const light = camera.expose('LIGHT', 120);
      expect(reduce(light).pixels).toEqual(calibrate(light, { bias, dark: darks[0] }).pixels);
    });

    it('beyond them the nearest is scaled, and glow is masked where it is not linear', () => {
      const reduced = reduce(camera.expose('LIGHT', 240, STARS));
      const masked = (i: number): boolean => (reduced.mask![i] & PixelFlag.hotScaled) !== 0 && !camera.hot.has(i);
      const inGlow = [...reduced.mask!.keys()].filter(masked);
      if (exponent === 1) return expect(inGlow).toEqual([]);
      expect(inGlow.length).toBeGreaterThan(2000);
      expect(inGlow.every(i => Math.hypot(i % SIDE, Math.floor(i / SIDE)) < 4 * CORNER)).toBe(true);
      expect(reduced.problems!.map(({ code, action }) => [code, action])).toContainEqual([
        'dark-not-linear',
        'dropped',
      ]);
      const { flags, flux } = measureApertures(
        reduced,
        { x: [31.3], y: [30.8] },
        { radius: 6, annulus: [7, 11] },
      ).columns;
      expect(flags.values[0] & SourceFlag.masked).not.toBe(0);
      expect(flux.values[0]).toBeNaN();
      // what is not masked: the glow that is left is less than the noise
      let worst = 0;
      for (let y = 8; y < SIDE - 8; y += 16)
        for (let x = 8; x < SIDE - 8; x += 16) {
          const i = y * SIDE + x;
          const left = (camera.dark(i, 240) - 2 * camera.dark(i, 120)) / GAIN;
          if (!camera.hot.has(i) && !masked(i)) worst = Math.max(worst, left / Math.sqrt(reduced.variance![i]));
        }
      expect(worst).toBeLessThan(0.8);
    });

    it('a dark scaled without the knowledge of the other is biased by the glow that is not linear', () => {
      const alone = calibrate(camera.expose('LIGHT', 240), { bias, dark: darks[0] });
      expect(count(alone, PixelFlag.hotScaled, i => !camera.hot.has(i))).toBe(0);
      expect(alone.problems!.map(({ code }) => code)).toEqual(['dark-scaled-far']);
    });
  });
});

describe('the choice among darks', () => {
  const W = 40;
  const size = [W, W] as const;
  const biasAt = (i: number): number => 1000 + (i % 7);
  /** Dark signal, linear in time and different from pixel to pixel. */
  const darkAt = (i: number, t: number): number => 2 + (0.1 + 0.01 * (i % 11)) * t;
  const bias = imageOf(...size, biasAt, { exptime: 0 });
  const reducedDark = (t: number, fields = {}): Image =>
    imageOf(...size, i => darkAt(i, t), { exptime: t, cards: { ZEROCOR: 'done' }, path: `dark${t}.fits`, ...fields });
  const rawDark = (t: number): Image => imageOf(...size, i => biasAt(i) + darkAt(i, t), { exptime: t });
  const light = (t: number): Image =>
    imageOf(...size, i => biasAt(i) + darkAt(i, t) + 300 + (i % 3), { exptime: t, path: 'light.fits' });
  const expectSky = (image: Image): void => {
    image.pixels.forEach((value, i) => {
      expect(value).toBeCloseTo(300 + (i % 3), 8);
    });
  };

  it('interpolates between the darks just shorter and longer, in any order', () => {
    expectSky(calibrate(light(75), { bias, dark: [200, 60, 100, 30].map(t => reducedDark(t)) }));
    expectSky(calibrate(light(100.5), { bias, dark: [reducedDark(60), reducedDark(200), reducedDark(100.5)] }));
  });

  it('interpolates darks that hold their bias without a bias', () => {
    const reduced = calibrate(light(75), { dark: [rawDark(60), rawDark(100)] });
    expectSky(reduced);
    expect(reduced.provenance.at(-1)!.options).toMatchObject({ darkFactor: 1 });
    expectSky(calibrate(light(75), { bias, dark: [rawDark(60), rawDark(100)] }));
  });

  it('joins the masks and weights the variances', () => {
    const mask = new Uint8Array(W * W);
    mask[5] = PixelFlag.saturated;
    const known = { gain: 2, readNoise: 6 };
    const of = (t: number, value: number, fields = {}): Image =>
      reducedDark(t, { variance: new Float64Array(W * W).fill(value), ...fields });
    const dark = [of(60, 4), of(100, 8, { mask })];
    const reduced = calibrate(light(70), { bias, dark, ...known });
    const bare = calibrate(light(70), { bias, dark: dark.map(({ variance: _, ...rest }) => rest), ...known });
    expect(reduced.mask![5]).toBe(PixelFlag.hotScaled);
    expect(reduced.variance![9] - bare.variance![9]).toBeCloseTo(0.75 ** 2 * 4 + 0.25 ** 2 * 8, 8);
  });

  it('scales the nearest by ratio within a bracket wider than 4', () => {
    const factor = (t: number): unknown =>
      calibrate(light(t), { bias, dark: [reducedDark(10), reducedDark(1000)] }).provenance.at(-1)!.options[
        'darkFactor'
      ];
    expect(factor(90)).toBeCloseTo(9, 9);
    expect(factor(110)).toBeCloseTo(0.11, 9);
  });

  it('lists a problem only for exposures outside of the darks', () => {
    const codes = (t: number): string[] =>
      (calibrate(light(t), { bias, dark: [reducedDark(60), reducedDark(120)] }).problems ?? []).map(({ code }) => code);
    expect(codes(170)).not.toContain('dark-scaled-far');
    expect(codes(200)).toContain('dark-scaled-far');
    expect(codes(30)).toContain('dark-scaled-far');
  });

  it("subtracts the nearest unscaled with darkScaling 'none'", () => {
    const dark = [reducedDark(60), reducedDark(120)];
    const reduced = calibrate(light(100), { bias, dark, darkScaling: 'none' });
    expect(reduced.pixels).toEqual(calibrate(light(100), { bias, dark: dark[1], darkScaling: 'none' }).pixels);
  });

  it('a list of one is that one', () => {
    const dark = reducedDark(60);
    expect(calibrate(light(100), { bias, dark: [dark] })).toEqual(calibrate(light(100), { bias, dark }));
  });

  it('refuses an empty list, an unknown exposure, and darks of which some hold their bias', () => {
    expect(codeOf(() => calibrate(light(60), { bias, dark: [] }))).toMatch(
      /missing-calibration: dark is an empty list/,
    );
    const timeless = reducedDark(60, { exptime: Number.NaN });
    expect(codeOf(() => calibrate(light(60), { bias, dark: [reducedDark(90), timeless] }))).toMatch(
      /missing-calibration: .*exposures.*dark60\.fits has an exposure of NaN s/,
    );
    expect(codeOf(() => calibrate(light(60), { bias, dark: [reducedDark(90), rawDark(60)] }))).toMatch(
      /mixed-frames: dark dark90\.fits of 90 s has its bias subtracted and the dark of 60 s has not/,
    );
  });

  it('refuses any dark that does not fit the frame', () => {
    const small = imageOf(10, 10, 1, { exptime: 90, cards: { ZEROCOR: 'done' }, path: 'small.fits' });
    expect(codeOf(() => calibrate(light(60), { bias, dark: [reducedDark(60), small] }))).toMatch(/mixed-frames.*size/);
  });
});
