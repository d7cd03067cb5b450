/**
 * The fluxes that may serve for a comparison: without those known to be wrong.
 *
 * @module
 */
import { SourceFlag } from '../../frame/source-flags.js';
import type { RadiusFluxes } from '../../timeseries/ensemble/best-radius.js';
import type { ComparisonChoice } from '../../timeseries/ensemble/choose-comparisons.js';
import { withoutDepartures } from '../../timeseries/ensemble/reject-variables.js';
import { isMeasured } from '../../timeseries/flux-matrix.js';
import type { StarMatrices } from './star-matrices.js';

/** What makes a flux useless for a comparison. */
const USELESS: number = SourceFlag.saturated | SourceFlag.imprecise;

/** A star of which more than this part would be left out keeps its fluxes: it is judged as a whole. */
const MAX_LEFT_OUT = 1 / 3;

/** The matrices without saturated and imprecise fluxes of stars other than the target, where these are few. */
export function withoutUseless(matrices: StarMatrices, target: number): StarMatrices {
  const rows = matrices.flags.map((flags, star) => {
    if (star === target) return null;
    const measured = flags.filter((_, f) => isMeasured(matrices.radii[0].flux[star][f])).length;
    const useless = flags.filter(bits => (bits & USELESS) !== 0).length;
    return useless > 0 && useless <= MAX_LEFT_OUT * measured ? flags : null;
  });
  if (rows.every(row => row === null)) return matrices;
  const without = (row: ArrayLike<number>, star: number): ArrayLike<number> => {
    const flags = rows[star];
    return flags === null
      ? row
      : Float64Array.from(row, (value, f) => ((flags[f] & USELESS) !== 0 ? Number.NaN : value));
  };
  return { ...matrices, radii: matrices.radii.map(radius => ({ ...radius, flux: radius.flux.map(without) })) };
}

/** The fluxes of a radius without those in which a comparison leaves the others. */
export function withoutLeaving(radius: RadiusFluxes, { comparisons, departures }: ComparisonChoice): RadiusFluxes {
  const ofComparisons = departures.filter(({ star }) => comparisons.includes(star));
  return { ...radius, flux: withoutDepartures(radius.flux, ofComparisons) };
}
