/**
 * What only the other frames tell of a measurement: that it is far less certain, or that the star is faint here alone.
 *
 * @module
 */
import { SourceFlag } from '../../frame/source-flags.js';
import { medianOf } from '../../timeseries/scatter.js';
import { impreciseFlags } from './imprecise-rows.js';

/** Measurements frame by frame and star by star: row = frame x starCount + star. */
interface MeasuredRows {
  readonly starCount: number;
  /** By radius. */
  readonly flux: readonly Float64Array[];
  readonly fluxErr: readonly Float64Array[];
  readonly flags: Int32Array;
  /** Exposure of each frame [s]; absent where fluxes do not grow with it. */
  readonly exptime?: ArrayLike<number>;
}

/** A star has faded if its flux is this many errors below that in the frames in which it is seen. */
const FADED_SIGMA = 5;

/**
 * The flags with what the frames of a star tell of each other: `imprecise` where the error of one of the radii exceeds 10 times the
 * star's median error, and `faded` only where a star that is seen in other frames has lost its light. A star that is faint in all frames
 * has no flag.
 */
export function flagsOverFrames({ starCount, flux, fluxErr, flags, exptime }: MeasuredRows): Int32Array {
  const all = flags.slice();
  const frames = starCount > 0 ? flags.length / starCount : 0;
  for (let star = 0; star < starCount; star++) {
    const rows = Int32Array.from({ length: frames }, (_, f) => f * starCount + star);
    const of = (values: ArrayLike<number>): Float64Array => Float64Array.from(rows, row => values[row]);
    flux.forEach((values, k) => {
      const bits = impreciseFlags({ flux: of(values), fluxErr: of(fluxErr[k]), exptime });
      rows.forEach((row, f) => {
        all[row] |= bits[f];
      });
    });
    if (flux.length > 0) keepFaded(all, rows, of(flux[0]), of(fluxErr[0]), exptime);
  }
  return all;
}

/** Takes the bit `faded` from rows whose star is not seen in other frames, or is as faint there. */
function keepFaded(
  flags: Int32Array,
  rows: Int32Array,
  flux: Float64Array,
  fluxErr: Float64Array,
  exptime: ArrayLike<number> | undefined,
): void {
  const lost = (row: number): boolean => (flags[row] & SourceFlag.faded) !== 0;
  if (!rows.some(lost)) return;
  const rate = flux.map((value, f) => value / (exptime?.[f] ?? 1));
  const usual = medianOf(rate.filter((_, f) => !lost(rows[f])));
  rows.forEach((row, f) => {
    if (lost(row) && !(usual * (exptime?.[f] ?? 1) - flux[f] > FADED_SIGMA * fluxErr[f]))
      flags[row] &= ~SourceFlag.faded;
  });
}
