/**
 * The magnitude of comparison stars together.
 *
 * @module
 */
import { warnOnce } from '../../../core/warn-once.js';

/** Magnitude of an ensemble. */
export interface EnsembleMagnitude {
  /** Magnitude of all stars together [mag]. */
  readonly mag: number;
  /** Standard deviation of what the single stars give for it [mag]; 0 for one. */
  readonly scatter: number;
  readonly stars: number;
}

/** Stars whose magnitudes disagree by more are worth a word [mag]. */
const MAX_DISAGREEMENT = 0.1;

/**
 * The mean, over the stars, of m + 2.5 log10(share): what each star's catalogue magnitude and its part of the light give for
 * the magnitude of all.
 *
 * @param magnitudes catalogue magnitudes by star [mag]
 */
export function ensembleMagnitude(
  comparisons: readonly { readonly star: number; readonly share: number }[],
  magnitudes: ReadonlyMap<number, number>,
): EnsembleMagnitude {
  const each = comparisons.map(({ star, share }) => ({ star, mag: magnitudes.get(star)! + 2.5 * Math.log10(share) }));
  const mag = each.reduce((sum, one) => sum + one.mag, 0) / each.length;
  const squares = each.reduce((sum, one) => sum + (one.mag - mag) ** 2, 0);
  const scatter = each.length > 1 ? Math.sqrt(squares / (each.length - 1)) : 0;
  const worst = each.reduce((a, b) => (Math.abs(b.mag - mag) > Math.abs(a.mag - mag) ? b : a));
  if (Math.abs(worst.mag - mag) > MAX_DISAGREEMENT)
    warnOnce(
      `the magnitudes of the comparison stars disagree with their light: star ${worst.star} by ${(worst.mag - mag).toFixed(2)} mag. ` +
        'Check the numbers, or use other stars',
    );
  return { mag, scatter, stars: each.length };
}
