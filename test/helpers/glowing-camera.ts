/**
 * A simulated camera with an amplifier that glows in a corner and with hot pixels.
 */
import type { Image } from '../../lib/frame/image.js';
import { type RandomGenerator, randomGenerator } from '../../lib/math/random.js';
import { calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import { combineImages } from '../../lib/reduce/combine/combine.js';
import { imageOf, sourceOf } from './reduce-image.js';

/** Side of the frames [px]. */
export const SIDE = 300;
export const GAIN = 1.5;
const READ_NOISE = 8;
const SATURATION = 65535;
/** Dark current of an ordinary pixel [electron/s]. */
const DARK = 0.1;
/** Sky [electron/s]. */
export const SKY = 3;
/** Part of the pixels that is hot. */
export const HOT_PART = 0.003;
const HOT_RATES: readonly [number, number] = [2, 2000];
/** Scatter of the exponent of time with which hot pixels grow. */
const HOT_EXPONENTS = 0.03;
/** Exposure at which all exponents give the same [s]. */
const REFERENCE = 60;

/** A star: place [px] and light [electron/s]. */
export interface SimulatedStar {
  readonly x: number;
  readonly y: number;
  readonly rate: number;
}

export interface GlowingCamera {
  /** The hot pixels and their rates [electron/s]. */
  readonly hot: ReadonlyMap<number, number>;
  /** Dark electrons of pixel i after t seconds. */
  dark(i: number, t: number): number;
  /** A raw frame. */
  expose(kind: 'BIAS' | 'DARK' | 'LIGHT', t: number, stars?: readonly SimulatedStar[]): Image;
  masterBias(): Promise<Image>;
  /** Master dark of nine frames, its bias subtracted. */
  masterDark(t: number, bias: Image): Promise<Image>;
}

/** The glow in the corner (0, 0). */
export interface CornerGlow {
  /** It grows as t^exponent; default 1. */
  readonly exponent?: number;
  /** In the corner, in units of {@link DARK}; default 100. */
  readonly strength?: number;
  /** Distance in which it falls by e [px]; default 40. */
  readonly length?: number;
}

export function glowingCamera(
  seed: number,
  { exponent = 1, strength = 100, length = 40 }: CornerGlow = {},
): GlowingCamera {
  const random = randomGenerator(seed);
  const hot = hotPixels(random);
  const exponents = new Map([...hot.keys()].map(i => [i, 1 + HOT_EXPONENTS * random.normal()]));
  const grown = (t: number, power: number): number => REFERENCE * (t / REFERENCE) ** power;
  const dark = (i: number, t: number): number => {
    const distance = Math.hypot(i % SIDE, Math.floor(i / SIDE));
    const glow = strength * DARK * Math.exp(-distance / length);
    return DARK * t + glow * grown(t, exponent) + (hot.get(i) ?? 0) * grown(t, exponents.get(i) ?? 1);
  };
  const expose: GlowingCamera['expose'] = (kind, t, stars = []) => {
    const light = kind === 'LIGHT' ? lightOf(stars) : new Float64Array(SIDE * SIDE);
    const value = (i: number): number => {
      const electrons = random.poisson(light[i] * t + dark(i, t)) + READ_NOISE * random.normal();
      return Math.min(SATURATION, Math.round(500 + 3 * Math.sin(i % SIDE) + electrons / GAIN));
    };
    return imageOf(SIDE, SIDE, value, {
      exptime: t,
      cards: { IMAGETYP: kind, EXPTIME: t },
      gain: GAIN,
      readNoise: READ_NOISE,
      gainSource: 'header',
      readNoiseSource: 'header',
      saturation: SATURATION,
      path: kind === 'LIGHT' ? 'light.fits' : '',
    });
  };
  const nine = (kind: 'BIAS' | 'DARK', t: number): Image[] => Array.from({ length: 9 }, () => expose(kind, t));
  return {
    hot,
    dark,
    expose,
    masterBias: () => combineImages(nine('BIAS', 0).map(sourceOf)),
    masterDark: (t, bias) => combineImages(nine('DARK', t).map(image => sourceOf(calibrate(image, { bias })))),
  };
}

/** Hot pixels, evenly in the logarithm of their rates. */
function hotPixels(random: RandomGenerator): Map<number, number> {
  const hot = new Map<number, number>();
  const [least, most] = HOT_RATES;
  while (hot.size < HOT_PART * SIDE * SIDE)
    hot.set(Math.floor(random.uniform() * SIDE * SIDE), least * (most / least) ** random.uniform());
  return hot;
}

/** Sky and stars [electron/s], with a standard deviation of 1.5 px. */
function lightOf(stars: readonly SimulatedStar[]): Float64Array {
  const light = new Float64Array(SIDE * SIDE).fill(SKY);
  for (const { x, y, rate } of stars)
    for (let v = Math.floor(y) - 9; v <= y + 10; v++)
      for (let u = Math.floor(x) - 9; u <= x + 10; u++)
        if (u >= 0 && v >= 0 && u < SIDE && v < SIDE)
          light[v * SIDE + u] += (rate / (2 * Math.PI * 2.25)) * Math.exp(-((u - x) ** 2 + (v - y) ** 2) / 4.5);
  return light;
}
