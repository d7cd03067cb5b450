/**
 * A simulated camera: a scene in electrons, read out by amplifiers with their own gain, level, noise, direction and overscan.
 */
import { type CardValue, Header } from '../../../lib/fits/header/header.js';
import { encodeFits } from '../../../lib/fits/write/encode-fits.js';
import type { ImageToWrite } from '../../../lib/fits/write/encode-hdu.js';

/** Electrons at a pixel of the binned detector, counted from 0. */
export type Scene = (x: number, y: number) => number;

export interface Amp {
  /** Lowest pixel on the (binned) detector, counted from 0, and size. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly flipX?: boolean;
  readonly flipY?: boolean;
  readonly gain: number;
  /** Level [adu]. */
  readonly level: number;
  /** Read-out noise [electron]. */
  readonly noise?: number;
  /** Columns of overscan after the data, and of prescan before. */
  readonly overscan?: number;
  readonly prescan?: number;
}

/** Deterministic normal numbers. */
export function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** What an amplifier writes [adu], with its overscan. */
export function readOut(scene: Scene, amp: Amp, normal: () => number): { width: number; pixels: Uint16Array } {
  const { overscan = 12, prescan = 0, noise = 5, gain, level } = amp;
  const width = prescan + amp.width + overscan;
  const pixels = new Uint16Array(width * amp.height);
  for (let row = 0; row < amp.height; row++)
    for (let column = 0; column < width; column++) {
      const i = column - prescan;
      const lit = i >= 0 && i < amp.width;
      const x = amp.x + (amp.flipX ? amp.width - 1 - i : i);
      const y = amp.y + (amp.flipY ? amp.height - 1 - row : row);
      const electrons = lit ? scene(x, y) : 0;
      const value = level + (electrons + normal() * Math.sqrt(electrons + noise ** 2)) / gain;
      pixels[row * width + column] = Math.min(65535, Math.max(0, Math.round(value)));
    }
  return { width, pixels };
}

/** A section card of detector pixels. */
export function detectorSection({ x, y, width, height, flipX, flipY }: Amp, binning = 1): string {
  const axis = (low: number, count: number, flip?: boolean): string => {
    const [a, b] = [low * binning + 1, (low + count) * binning];
    return flip ? `${b}:${a}` : `${a}:${b}`;
  };
  return `[${axis(x, width, flipX)},${axis(y, height, flipY)}]`;
}

/** The HDU of one amplifier. */
export function ampHdu(
  scene: Scene,
  amp: Amp,
  seed: number,
  cards: Record<string, CardValue> = {},
  binning = 1,
): ImageToWrite {
  const { overscan = 12, prescan = 0 } = amp;
  const { width, pixels } = readOut(scene, amp, normals(seed));
  const header: Record<string, CardValue> = {
    DETSEC: detectorSection(amp, binning),
    DATASEC: `[${prescan + 1}:${prescan + amp.width},1:${amp.height}]`,
    ...(overscan > 0 ? { BIASSEC: `[${prescan + amp.width + 1}:${width},1:${amp.height}]` } : {}),
    GAIN: amp.gain,
    RDNOISE: amp.noise ?? 5,
    CCDSUM: `${binning} ${binning}`,
    ...cards,
  };
  const kept = Object.entries(header).filter(([, value]) => value !== null);
  const made = Header.fromObject(Object.fromEntries(kept));
  const withUnit = made.has('GAIN') ? made.with('GAIN', made.get('GAIN'), '[electron/adu]') : made;
  return { header: withUnit, width, height: amp.height, pixels };
}

/** A file: a primary HDU without pixels, then those given. */
export function fileOf(hdus: readonly ImageToWrite[], primary: Record<string, CardValue> = {}): Uint8Array {
  return encodeFits([{ header: Header.fromObject({ OBJECT: 'M13', EXPTIME: 30, ...primary }) }, ...hdus]);
}

/** Sky and a star at each place. */
export function starField(sky: number, stars: readonly { x: number; y: number; flux: number }[], sigma = 1.8): Scene {
  return (x, y) =>
    stars.reduce(
      (sum, star) =>
        sum +
        (star.flux / (2 * Math.PI * sigma ** 2)) *
          Math.exp(-((x - star.x) ** 2 + (y - star.y) ** 2) / (2 * sigma ** 2)),
      sky,
    );
}

/** Four amplifiers of a chip of 2 w x 2 h pixels, each read towards its corner. */
export function quadrants(w: number, h: number): Amp[] {
  return [
    { x: 0, y: 0, width: w, height: h, gain: 1.5, level: 1000, noise: 4 },
    { x: w, y: 0, width: w, height: h, flipX: true, gain: 2.1, level: 1400, noise: 6 },
    { x: 0, y: h, width: w, height: h, flipY: true, gain: 1.1, level: 800, noise: 8 },
    { x: w, y: h, width: w, height: h, flipX: true, flipY: true, gain: 1.7, level: 1200, noise: 5, prescan: 3 },
  ];
}
