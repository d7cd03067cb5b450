/**
 * How many of the quietest comparison stars serve the target best.
 *
 * @module
 */
import { clearFrames } from '../clear-frames.js';
import { type FluxMatrix, type FrameMask, frameCount, isMeasured } from '../flux-matrix.js';
import { pointToPointScatter } from '../scatter.js';
import { starLevels } from '../star-levels.js';
import { ensemblePhotometry } from './ensemble.js';

/** A larger ensemble is kept while the target's scatter is at most this times the least. */
const TOLERANCE = 1.1;

/**
 * How many of `ranked`, from the first on, to take: the most with which the target's curve scatters
 * from point to point at most 10 % more than with the best number.
 *
 * The target knows what its comparisons do not: which of them share its patch of sky. Scatter from
 * point to point leaves the target's own slow variation out; where it varies fast, all numbers look
 * alike and all stars are kept; so they are where the target is not seen in most frames. At least as many are taken as are needed to have
 * a comparison in each frame in which one of `ranked` is measured.
 *
 * @param ranked indices of comparison stars, quietest first
 * @param trusted the frames that may judge (default all)
 * @returns from 1 to `ranked.length`
 */
export function bestEnsembleSize(
  flux: FluxMatrix,
  fluxErr: FluxMatrix,
  target: number,
  ranked: readonly number[],
  trusted?: FrameMask,
): number {
  const { transparency } = starLevels(
    ranked.map(star => flux[star]),
    trusted,
  );
  const judging = clearFrames(transparency, trusted);
  const scatters = ranked.map((_, k) => {
    const comparisons = ranked.slice(0, k + 1);
    const curve = ensemblePhotometry(flux, fluxErr, { target, comparisons, weights: 'scatter', trusted });
    if (curve.scale !== 'median') return Number.NaN; // noise judges nothing
    return pointToPointScatter(curve.flux.filter((_, f) => judging[f] === 1));
  });
  const least = Math.min(...scatters.filter(value => !Number.isNaN(value)));
  let size = ranked.length;
  const needed = sizeForAllFrames(ranked.map(star => flux[star]));
  while (size > needed && scatters[size - 1] > TOLERANCE * least) size--;
  return size;
}

/** How many of the stars, from the first on, have between them each frame that any of them has. */
export function sizeForAllFrames(flux: FluxMatrix): number {
  const covered = new Uint8Array(frameCount(flux));
  let size = 1;
  flux.forEach((row, k) => {
    for (let f = 0; f < covered.length; f++) {
      if (covered[f] === 1 || !isMeasured(row[f])) continue;
      covered[f] = 1;
      size = k + 1;
    }
  });
  return size;
}
