/**
 * What a report of a light curve needs in addition to its rows.
 *
 * @module
 */

import type { SkyPosition } from '../../../time/earth/horizontal.js';
import type { Site } from '../../../time/site.js';
import type { EnsembleCurve } from '../../../timeseries/ensemble/ensemble.js';
import { medianOf } from '../../../timeseries/scatter.js';
import type { SeriesFacts, StarMatrices } from '../star-matrices.js';

/** The stars and frames behind a curve. */
export interface ReportFacts {
  /** Filter of the frames; empty if unknown. */
  readonly filter: string;
  /** Exposure of the frames [s]; NaN where unknown or mixed. */
  readonly exptime: number;
  /** Binning of the frames: `1x1`; empty if unknown. */
  readonly binning: string;
  /** Position of the target; NaN if unknown. */
  readonly position: SkyPosition;
  /** Target over comparisons where the curve's flux is 1. */
  readonly normalisation: number;
  /** The comparison stars, each with its part of the light of all. */
  readonly comparisons: readonly { readonly star: number; readonly share: number }[];
  /** Index of the check star; null if there is none. */
  readonly check: number | null;
  /** By file name: what only its frame tells. */
  readonly frames: ReadonlyMap<string, FrameReport>;
}

/** The comparisons in one frame. */
interface FrameReport {
  /** Light of the comparisons together [unit of the flux]. */
  readonly ensemble: number;
  /** Light of the check star over that of the comparisons; NaN without one. */
  readonly check: number;
  readonly site: Site | undefined;
}

/** What a report needs of a differential curve. */
interface ReportedCurve {
  /** Label of the radius used. */
  readonly label: string;
  readonly curve: EnsembleCurve;
  readonly comparisons: readonly number[];
  readonly check: number | null;
  readonly checkCurve: EnsembleCurve | null;
  readonly position: SkyPosition;
}

/** Collects the facts when a curve is made. */
export function reportFacts(
  { label, curve, check, checkCurve, comparisons, position }: ReportedCurve,
  matrices: StarMatrices,
  facts: SeriesFacts,
): ReportFacts {
  const { flux } = matrices.radii.find(radius => radius.label === label)!;
  const { ensemble } = curve;
  return {
    filter: same(facts.frames.map(frame => frame.filter)) ?? '',
    exptime: same(facts.frames.map(frame => frame.exptime)) ?? Number.NaN,
    binning: same(facts.frames.map(frame => frame.binning)) ?? '',
    position,
    normalisation: curve.normalisation,
    comparisons: comparisons.map(star => ({
      star,
      share: medianOf(Float64Array.from(ensemble, (light, f) => flux[star][f] / light)),
    })),
    check: checkCurve === null ? null : check,
    frames: new Map(
      facts.frames.map(({ file }, f) => [
        file,
        {
          ensemble: ensemble[f],
          check: checkCurve === null ? Number.NaN : checkCurve.flux[f] * checkCurve.normalisation,
          site: facts.sites[f] ?? undefined,
        },
      ]),
    ),
  };
}

/** The value that all have in common; undefined if they differ. */
function same<T>(values: readonly T[]): T | undefined {
  return values.every(value => Object.is(value, values[0])) ? values[0] : undefined;
}
