/**
 * Reads real images from the shared folder as float64 pixels, and the reduced XO-1 frame used for the reference values.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import { xo1Masters, xo1Science } from '../helpers/reduce-night.js';
import { shared } from '../helpers/shared.js';

/** Pixels in row order, with a mask if some are not numbers. */
export interface PlainImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float64Array;
  readonly mask?: Uint8Array;
}

const REDUCED = 'reduced:raw/arcsat-xo1/science/';

/** Reads a file by its name in detection.json and apertures.json: `.bz2` is unpacked, `reduced:` is reduced. */
export async function readPixels(file: string): Promise<PlainImage> {
  if (file.startsWith(REDUCED)) return reducedXo1(file.slice(REDUCED.length));
  const path = shared(`data/${file}`);
  const source = file.endsWith('.bz2')
    ? new Uint8Array(execFileSync('bzip2', ['-dc', path], { maxBuffer: 1 << 28 }))
    : new Uint8Array(readFileSync(path));
  const fits = await openFitsSource(source, { path });
  const { width, height, pixels } = await fits.readImage(0, 'float64');
  const { header } = fits.hdu(0);
  await fits.close();
  const scaled = header.number('BITPIX') === 16 && header.has('BSCALE') && header.number('BSCALE') !== 1;
  const values = scaled ? scaledAsAstropy(pixels, header) : Float64Array.from(pixels);
  return { width, height, pixels: values, ...notNumbers(values) };
}

/** The reference programs read scaled 16-bit images with astropy, which scales in float32 and so rounds differently. */
function scaledAsAstropy(pixels: ArrayLike<number>, header: Header): Float64Array {
  const scale = header.number('BSCALE');
  const zero = header.number('BZERO');
  return Float64Array.from(pixels, pixel => {
    const stored = Math.round((pixel - zero) / scale);
    return Math.fround(Math.fround(stored * Math.fround(scale)) + Math.fround(zero));
  });
}

let masters: ReturnType<typeof xo1Masters> | undefined;

async function reducedXo1(file: string): Promise<PlainImage> {
  masters ??= xo1Masters('float64');
  const { width, height, pixels } = calibrate(xo1Science(file, 'float64'), await masters);
  return { width, height, pixels: Float64Array.from(pixels) };
}

function notNumbers(pixels: ArrayLike<number>): { mask?: Uint8Array } {
  const mask = Uint8Array.from(pixels, pixel => (Number.isFinite(pixel) ? 0 : PixelFlag.noData));
  return mask.some(bits => bits !== 0) ? { mask } : {};
}
