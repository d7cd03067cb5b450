/**
 * The gain in the unit of an image's pixels.
 *
 * @module
 */
import type { DetectorSource, PixelUnit } from '../image.js';
import type { SourcedNumber } from '../telescopes/detector.js';

/**
 * Electrons for one unit of the pixels.
 *
 * @param adu gain of the converter [electron/adu]
 * @param exptime exposure time [s]
 */
export function gainInUnit(
  adu: SourcedNumber,
  unit: PixelUnit,
  exptime: number,
): { value: number; source: DetectorSource } {
  switch (unit) {
    case 'adu':
    case '': // a normalised flat keeps the gain of its camera
      return adu;
    case 'electron':
      return { value: 1, source: 'header' };
    case 'electron/s':
      return { value: exptime > 0 ? exptime : Number.NaN, source: exptime > 0 ? 'header' : 'unknown' };
    case 'adu/s':
      return exptime > 0
        ? { value: adu.value * exptime, source: adu.source }
        : { value: Number.NaN, source: 'unknown' };
    default:
      return { value: Number.NaN, source: 'unknown' };
  }
}
