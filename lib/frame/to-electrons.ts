/**
 * The one place where the gain is applied.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { withStep } from '../core/provenance.js';
import type { Image, Pixels } from './image.js';

/**
 * The image in electrons: values times the gain, variance times its square; the gain is 1 afterwards, so that
 * a second call has no effect.
 *
 * @throws PhotometryError `unknown-gain` if the gain is not known, or the image is a pure number (a normalised flat)
 */
export function inElectrons(image: Image): Image {
  const { gain, unit } = image;
  if (unit === 'electron' && gain === 1) return image;
  if (unit === '')
    throw new PhotometryError(
      'unknown-gain',
      `${image.path || 'this image'} is a pure number, as a normalised flat is, and cannot be counted in electrons: ` +
        'its gain is that of the frames it was made of',
      { path: image.path },
    );
  if (!Number.isFinite(gain))
    throw new PhotometryError(
      'unknown-gain',
      `${image.path || 'this image'} has no known gain (GAIN absent or 0): reduce it with a flat and bias so that the gain is ` +
        `measured, or pass it: reduce({ gain: 1.5 })`,
      { path: image.path },
    );
  const scaled = (values: Pixels, factor: number): Pixels => {
    const out = values instanceof Float64Array ? new Float64Array(values.length) : new Float32Array(values.length);
    for (let i = 0; i < values.length; i++) out[i] = values[i] * factor;
    return out;
  };
  return {
    ...image,
    pixels: scaled(image.pixels, gain),
    ...(image.variance ? { variance: scaled(image.variance, gain * gain) } : {}),
    unit: 'electron',
    gain: 1,
    provenance: withStep(image.provenance, { verb: 'toElectrons', options: { gain, source: image.gainSource } }),
  };
}
