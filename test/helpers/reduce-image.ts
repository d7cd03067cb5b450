/**
 * Small images for tests of the reduction, made from a formula or from simulated photons.
 */
import { type CardValue, Header } from '../../lib/fits/header/header.js';
import type { Image } from '../../lib/frame/image.js';
import type { RandomGenerator } from '../../lib/math/random.js';
import type { ImageSource } from '../../lib/reduce/image-source.js';

/** An image whose pixel i is `value(i)`, with the other fields as given. */
export function imageOf(
  width: number,
  height: number,
  value: number | ((i: number) => number),
  fields: Partial<Omit<Image, 'header'>> & { readonly cards?: Readonly<Record<string, CardValue>> } = {},
): Image {
  const { cards = {}, ...rest } = fields;
  const pixels = new Float64Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = typeof value === 'number' ? value : value(i);
  return {
    width,
    height,
    pixels,
    unit: 'adu',
    gain: Number.NaN,
    readNoise: Number.NaN,
    gainSource: 'unknown',
    readNoiseSource: 'unknown',
    saturation: Number.NaN,
    exptime: 60,
    header: Header.fromObject(cards),
    path: '',
    provenance: [],
    ...rest,
  };
}

/** A `combineImages` source for an image that is already in memory. */
export function sourceOf(image: Image): ImageSource {
  return { path: image.path, load: () => Promise.resolve(image) };
}

/** A camera: the components of one raw frame. */
export interface Camera {
  /** Gain [electron/adu]. */
  readonly gain: number;
  /** Read noise [electron]. */
  readonly readNoise: number;
  /** Bias of pixel i [adu]. */
  bias(i: number): number;
  /** Dark current of pixel i [electron/s]. */
  dark(i: number): number;
  /** Relative response of pixel i. */
  response(i: number): number;
}

/** A raw frame of a camera that receives `light` electrons per second in every pixel. */
export function exposure(
  camera: Camera,
  kind: 'BIAS' | 'DARK' | 'FLAT' | 'LIGHT',
  seconds: number,
  light: number,
  random: RandomGenerator,
  size: readonly [width: number, height: number],
): Image {
  const value = (i: number): number => {
    const electrons = random.poisson((light * camera.response(i) + camera.dark(i)) * seconds);
    return camera.bias(i) + (electrons + camera.readNoise * random.normal()) / camera.gain;
  };
  return imageOf(size[0], size[1], value, { exptime: seconds, cards: { IMAGETYP: kind, EXPTIME: seconds } });
}
