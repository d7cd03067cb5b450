/** Images for photometry tests: flat, or with Gaussian stars integrated over each pixel. */
import { Header } from '../../lib/fits/header/header.js';
import type { Image } from '../../lib/frame/image.js';

/** An image of `values` with known gain and read-out noise. */
export function imageOf(
  width: number,
  height: number,
  values: (x: number, y: number) => number,
  extra: Partial<Image> = {},
): Image {
  const pixels = new Float64Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels[y * width + x] = values(x, y);
  return {
    width,
    height,
    pixels,
    unit: 'adu',
    gain: 1.5,
    readNoise: 6,
    gainSource: 'given',
    readNoiseSource: 'given',
    saturation: NaN,
    exptime: 1,
    header: new Header([]),
    path: '',
    provenance: [],
    ...extra,
  };
}

/** The value at a pixel of a Gaussian star of unit flux: steep and smooth, and independent of the code in the library. */
export function gaussianStar(x0: number, y0: number, fwhm: number): (x: number, y: number) => number {
  const sigma = fwhm / 2.3548200450309493;
  return (x, y) => Math.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * sigma * sigma)) / (2 * Math.PI * sigma * sigma);
}
