/**
 * What a light curve is made of: the measured series as matrices, and what is known of its frames.
 *
 * @module
 */
import type { HeaderColumns } from '../../frame/telescopes/header-columns.js';
import type { Site } from '../../time/site.js';
import type { RadiusFluxes } from '../../timeseries/ensemble/best-radius.js';
import type { FluxMatrix } from '../../timeseries/flux-matrix.js';
import type { PixelPositions } from '../frames/positions.js';
import type { SeriesSky } from '../series/series-sky.js';

/** A measured series as matrices: [star][frame], NaN where a star was not measured. */
export interface StarMatrices {
  /** Fluxes by radius. */
  readonly radii: readonly RadiusFluxes[];
  readonly flags: readonly Int32Array[];
  readonly x: FluxMatrix;
  readonly y: FluxMatrix;
  readonly sky: FluxMatrix;
}

/** What is known about the series in addition to its fluxes. */
export interface SeriesFacts {
  /** Positions of the stars in the reference frame. */
  readonly stars: PixelPositions;
  /** A colour index of each star [mag], NaN where unknown; null if none was given. */
  readonly colour: Float64Array | null;
  /** The sky of the reference frame. */
  readonly sky: SeriesSky;
  /** Unit of the fluxes. */
  readonly unit: string;
  /** The normalised headers of the frames measured. */
  readonly frames: readonly HeaderColumns[];
  /** Observing site of each frame; null where unknown. */
  readonly sites: readonly (Site | null)[];
  readonly fwhm: readonly number[];
  readonly scintillation: readonly number[];
  /** Pixels of the reference frame. */
  readonly width: number;
  readonly height: number;
}

/** Matrices and facts, which have the same frames. */
export interface MeasuredStars {
  readonly matrices: StarMatrices;
  readonly facts: SeriesFacts;
}

/** The stars in some of the frames: those of the given numbers, in that order. */
export function inFrames({ matrices, facts }: MeasuredStars, frames: readonly number[]): MeasuredStars {
  const pick = <T>(values: ArrayLike<T>): T[] => frames.map(f => values[f]);
  const columns = (matrix: FluxMatrix): Float64Array[] => matrix.map(row => Float64Array.from(pick(row)));
  return {
    matrices: {
      radii: matrices.radii.map(({ label, flux, fluxErr }) => ({
        label,
        flux: columns(flux),
        fluxErr: columns(fluxErr),
      })),
      flags: matrices.flags.map(row => Int32Array.from(pick(row))),
      x: columns(matrices.x),
      y: columns(matrices.y),
      sky: columns(matrices.sky),
    },
    facts: {
      ...facts,
      frames: pick(facts.frames),
      sites: pick(facts.sites),
      fwhm: pick(facts.fwhm),
      scintillation: pick(facts.scintillation),
    },
  };
}
