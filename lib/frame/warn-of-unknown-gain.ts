/**
 * The one warning about a gain that nobody knows.
 *
 * @module
 */
import { warnOnce } from '../core/warn-once.js';

/** Warns that errors will be NaN because the gain of a frame is unknown, with the remedy. */
export function warnOfUnknownGain(path: string): void {
  warnOnce(
    `The gain of ${path || 'this frame'} is unknown (GAIN absent or 0): flux errors are NaN and flagged. ` +
      'Reduce with at least two biases and two flats so that the gain is measured, or pass it: reduce({ gain: 1.5, readNoise: 10 })',
  );
}
