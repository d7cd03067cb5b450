/**
 * A CCD: its electronic offset, dark current, response, and noise.
 *
 * @module
 */
import { type RandomStream, randomStream } from './random.js';

/** A pixel whose dark current stands far above the others'. */
export interface HotPixel {
  readonly x: number;
  readonly y: number;
  /** Dark current [electron/s]. */
  readonly rate: number;
}

/** What a frame needs to know of its CCD. The maps are stored row by row, x along a row. */
export interface Detector {
  readonly width: number;
  readonly height: number;
  /** [electron/adu]. */
  readonly gain: number;
  /** Standard deviation of one read [electron]. */
  readonly readNoise: number;
  /** The highest number that the converter gives [adu]. */
  readonly saturation: number;
  /** Offset of each pixel [adu]. */
  readonly bias: Float64Array;
  /** Dark current of each pixel [electron/s]. */
  readonly darkRate: Float64Array;
  /** Vignetting, dust and pixel sensitivity together; its median is 1. */
  readonly response: Float64Array;
  /** Pixels with at least {@link HOT_RATE}, hottest first. */
  readonly hotPixels: readonly HotPixel[];
}

/** How a {@link Detector} is made. */
export interface DetectorOptions {
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
  /** [electron/adu], default 1.4. */
  readonly gain?: number;
  /** [electron], default 8. */
  readonly readNoise?: number;
  /** [adu], default 65535. */
  readonly saturation?: number;
  /** Mean offset [adu], default 1000. */
  readonly biasLevel?: number;
  /** Offset from bottom to top [adu], default 8. */
  readonly biasGradient?: number;
  /** Scatter of the columns' offsets [adu], default 2; one column in 40 stands 15 adu off. */
  readonly columnPattern?: number;
  /** Median dark current [electron/s], default 0.1. */
  readonly darkCurrent?: number;
  /** Part of the pixels that are hot, with 2 to 1500 electron/s, evenly in the logarithm; default 0.001. */
  readonly hotFraction?: number;
  /** Loss of light in the corners, default 0.12; grows as the square of the distance from the centre. */
  readonly vignetting?: number;
  /** Scatter of the pixels' sensitivity, default 0.01. */
  readonly pixelScatter?: number;
  /** Number of dust rings, default 4; each takes 3 to 8 % of the light. */
  readonly dustRings?: number;
}

/** From this dark current on, a pixel is listed as hot [electron/s]. */
export const HOT_RATE = 2;

/** A CCD with the flaws of a real one. The same options give the same CCD. */
export function makeDetector(options: DetectorOptions = {}): Detector {
  const { width = 512, height = 512, seed = 1, gain = 1.4, readNoise = 8, saturation = 65535 } = options;
  const darkRate = darkMap(width, height, randomStream(seed, 'dark'), options);
  return {
    width,
    height,
    gain,
    readNoise,
    saturation,
    bias: biasMap(width, height, randomStream(seed, 'bias'), options),
    darkRate,
    response: responseMap(width, height, randomStream(seed, 'response'), options),
    hotPixels: listHotPixels(darkRate, width),
  };
}

/** A CCD without flaws: a flat offset, no dark current, every pixel alike. Gain and read noise stay. */
export function idealDetector(options: DetectorOptions = {}): Detector {
  return makeDetector({
    ...options,
    biasGradient: 0,
    columnPattern: 0,
    darkCurrent: 0,
    hotFraction: 0,
    vignetting: 0,
    pixelScatter: 0,
    dustRings: 0,
  });
}

/** Level, a slope from row to row, and fixed offsets of the columns. */
function biasMap(width: number, height: number, random: RandomStream, options: DetectorOptions): Float64Array {
  const { biasLevel = 1000, biasGradient = 8, columnPattern = 2 } = options;
  const column = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    column[i] = columnPattern * (random.normal() + (random.uniform() < 1 / 40 ? 7.5 : 0));
  }
  const map = new Float64Array(width * height);
  for (let j = 0; j < height; j++) {
    const row = biasLevel + biasGradient * (j / height - 0.5);
    for (let i = 0; i < width; i++) map[j * width + i] = row + column[i];
  }
  return map;
}

/** A log-normal spread about the median, and a few hot pixels. */
function darkMap(width: number, height: number, random: RandomStream, options: DetectorOptions): Float64Array {
  const { darkCurrent = 0.1, hotFraction = 0.001 } = options;
  const map = new Float64Array(width * height);
  for (let p = 0; p < map.length; p++) {
    const ordinary = darkCurrent * Math.exp(0.35 * random.normal());
    map[p] = random.uniform() < hotFraction ? HOT_RATE * 750 ** random.uniform() : ordinary;
  }
  return map;
}

function listHotPixels(darkRate: Float64Array, width: number): HotPixel[] {
  const hot: HotPixel[] = [];
  for (let p = 0; p < darkRate.length; p++) {
    if (darkRate[p] >= HOT_RATE) hot.push({ x: p % width, y: Math.floor(p / width), rate: darkRate[p] });
  }
  return hot.sort((a, b) => b.rate - a.rate);
}

/** Vignetting times dust times pixel sensitivity, divided by the median of the product. */
function responseMap(width: number, height: number, random: RandomStream, options: DetectorOptions): Float64Array {
  const { vignetting = 0.12, pixelScatter = 0.01, dustRings = 4 } = options;
  const dust = Array.from({ length: dustRings }, () => ({
    x: width * random.uniform(),
    y: height * random.uniform(),
    radius: 9 + 9 * random.uniform(),
    depth: 0.03 + 0.05 * random.uniform(),
  }));
  // The optical axis is a little off the middle of the chip, as it always is.
  const axis = { x: 0.53 * width, y: 0.46 * height };
  const corner2 = (width * width + height * height) / 4;
  const map = new Float64Array(width * height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      let response = 1 - (vignetting * ((i - axis.x) ** 2 + (j - axis.y) ** 2)) / corner2;
      for (const { x, y, radius, depth } of dust) response *= 1 - depth * ringShadow(Math.hypot(i - x, j - y) / radius);
      map[j * width + i] = response * (1 + pixelScatter * random.normal());
    }
  }
  const median = Float64Array.from(map).sort()[map.length >> 1];
  return map.map(value => value / median);
}

/** Shadow of an out-of-focus grain in a telescope with a central hole: 1 in the ring, 0 outside, soft edges. */
function ringShadow(distance: number): number {
  const outer = 1 / (1 + Math.exp((distance - 1) * 14));
  const hole = 1 / (1 + Math.exp((distance - 0.4) * 14));
  return outer - 0.8 * hole;
}
