/**
 * A minimal reader of 16-bit FITS images for tests that must not depend on the library's own reader.
 */
import { readFileSync } from 'node:fs';
import { Header } from '../../lib/fits/header/header.js';
import type { Image, Precision } from '../../lib/frame/image.js';

/** Reads the primary 16-bit image of a file as an Image with unknown gain and read noise. */
export function readRawFits(path: string, precision: Precision = 'float64'): Image {
  const bytes = readFileSync(path);
  const values: Record<string, string | number> = {};
  let offset = 0;
  for (let done = false; !done; offset += 2880)
    for (let card = 0; card < 36; card++) {
      const text = bytes.toString('latin1', offset + 80 * card, offset + 80 * card + 80);
      const keyword = text.slice(0, 8).trim();
      if (keyword === 'END') done = true;
      if (text[8] !== '=') continue;
      const quoted = /^\s*'((?:[^']|'')*)'/.exec(text.slice(9));
      values[keyword] = quoted ? quoted[1].trim() : Number(text.slice(9).split('/')[0]);
    }
  const width = Number(values.NAXIS1);
  const height = Number(values.NAXIS2);
  const zero = Number(values.BZERO ?? 0);
  const pixels = precision === 'float64' ? new Float64Array(width * height) : new Float32Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = bytes.readInt16BE(offset + 2 * i) + zero;
  return {
    width,
    height,
    pixels,
    unit: 'adu',
    gain: NaN,
    readNoise: NaN,
    gainSource: 'unknown',
    readNoiseSource: 'unknown',
    saturation: NaN,
    exptime: Number(values.EXPTIME ?? NaN),
    header: Header.fromObject(values),
    path,
    provenance: [],
  };
}
