/**
 * What can be said of a star as a comparison before its scatter is known.
 *
 * @module
 */
import { SourceFlag } from '../../frame/source-flags.js';
import { type FluxMatrix, type FrameMask, frameCount, inMask, isMeasured } from '../flux-matrix.js';
import { medianOf } from '../scatter.js';

/** What is known of the stars; everything but the fluxes may be left out. */
export interface CandidateStars {
  /** flux[star][frame], NaN where missing. The target is one of the stars. */
  readonly flux: FluxMatrix;
  /** 1-sigma errors of the same shape. */
  readonly fluxErr: FluxMatrix;
  /** Bits of SourceFlag, flags[star][frame]. */
  readonly flags?: readonly ArrayLike<number>[];
  /** Position of each star in the reference frame [px]. */
  readonly x?: ArrayLike<number>;
  /** Position of each star in the reference frame [px]. */
  readonly y?: ArrayLike<number>;
  /** Size of the reference frame [px]; needed to judge the distance to its edges. */
  readonly width?: number;
  /** Size of the reference frame [px]; goes with `width`. */
  readonly height?: number;
  /** A colour index of each star [mag], NaN where unknown. */
  readonly colour?: ArrayLike<number>;
}

/** Settings of {@link chooseComparisons}. */
export interface ChoiceOptions {
  /** Index of the target. */
  readonly target: number;
  /** Maximum number of comparisons. Default 12. */
  readonly maxComparisons?: number;
  /** Brightness of a comparison over the target's, from and to, in frames where the target is seen. Default [0.05, 20]. */
  readonly brightness?: readonly [number, number];
  /** Least median signal to noise. Default 30. */
  readonly minSnr?: number;
  /** Largest difference in colour from the target [mag], where both are known. Default 0.5. */
  readonly maxColourDifference?: number;
  /** Least distance to an edge of the reference frame [px]. Default 20. */
  readonly edgeDistance?: number;
  /** A star this near the target is the target, or blended with it [px]. Default 10. */
  readonly targetDistance?: number;
  /** Least part of the target's frames in which the star was measured. Default 0.9. */
  readonly completeness?: number;
  /** A star is variable if its scatter exceeds this multiple of its photon noise and the noise of the field. Default 2.5. */
  readonly maxExcess?: number;
  /** The frames that may judge: those without cloud. Default all. */
  readonly trusted?: FrameMask;
}

/** A star on its way through the choice. */
export interface Candidate {
  readonly star: number;
  readonly brightness: number;
  readonly snr: number;
  /** Why it cannot serve at all; '' if it can. */
  readonly bar: string;
  /** Why it would rather not be taken. */
  readonly faults: readonly string[];
}

/** The brightness of a target below this many times its error is not known. */
const SEEN = 3;

/** What speaks against a star, before its scatter is known. */
export function judgeCandidate(stars: CandidateStars, star: number, options: ChoiceOptions): Candidate {
  const { target, trusted, minSnr = 30, completeness = 0.9, maxColourDifference = 0.5 } = options;
  const { brightness: [faintest, brightest] = [0.05, 20], edgeDistance = 20, targetDistance = 10 } = options;
  const { flux, fluxErr, flags, x, y, width, height, colour } = stars;
  const targetFlux = flux[target];
  const ratios: number[] = [];
  const signals: number[] = [];
  let frames = 0;
  let measured = 0;
  let saturated = 0;
  let crowded = 0;
  for (let f = 0; f < frameCount(flux); f++) {
    if (!inMask(trusted, f)) continue;
    const bits = flags?.[star][f] ?? 0;
    if ((bits & SourceFlag.saturated) !== 0) saturated++;
    if ((bits & SourceFlag.crowded) !== 0) crowded++;
    if (!Number.isFinite(targetFlux[f])) continue;
    frames++;
    if (!isMeasured(flux[star][f]) || (bits & SourceFlag.truncated) !== 0) continue;
    measured++;
    const seen = isMeasured(targetFlux[f]) && !(targetFlux[f] <= SEEN * fluxErr[target][f]);
    if (seen) ratios.push(flux[star][f] / targetFlux[f]);
    signals.push(flux[star][f] / fluxErr[star][f]);
  }
  const brightness = medianOf(ratios);
  const snr = medianOf(signals);
  const away = x && y ? Math.hypot(x[star] - x[target], y[star] - y[target]) : NaN;

  let bar = '';
  if (away < targetDistance) bar = `${away.toFixed(1)} px from the target: the same star, or blended with it`;
  else if (saturated > 0.05 * frames && saturated > 0) bar = `saturated in ${saturated} frames`;
  else if (measured === 0 || measured < completeness * frames)
    bar = `measured in ${measured} of the target's ${frames} frames`;

  const faults: string[] = [];
  if (brightness < faintest) faults.push(`${brightness.toPrecision(2)} of the target's brightness, below ${faintest}`);
  if (brightness > brightest)
    faults.push(`${brightness.toPrecision(3)} times the target's brightness, above ${brightest}`);
  if (snr < minSnr) faults.push(`signal to noise ${snr.toFixed(0)}, below ${minSnr}`);
  if (x && y && width !== undefined && height !== undefined) {
    const edge = Math.min(x[star] + 0.5, y[star] + 0.5, width - 0.5 - x[star], height - 0.5 - y[star]);
    if (edge < edgeDistance) faults.push(`${edge.toFixed(0)} px from an edge, below ${edgeDistance}`);
  }
  if (crowded > 0.5 * frames) faults.push('crowded by a neighbour');
  const colourDifference = colour ? Math.abs(colour[star] - colour[target]) : NaN;
  if (colourDifference > maxColourDifference)
    faults.push(`colour differs by ${colourDifference.toFixed(2)} mag, more than ${maxColourDifference}`);
  return { star, brightness, snr, bar, faults };
}

/** How far a star's brightness is from the target's, in factors. */
export function unlike(candidate: Candidate): number {
  const distance = Math.abs(Math.log(candidate.brightness));
  return Number.isNaN(distance) ? Infinity : distance;
}
