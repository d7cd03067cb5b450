/**
 * Which frames are clouded and which stars serve as comparisons: each is judged with what is known of the other.
 *
 * @module
 */
import { SourceFlag } from '../../frame/source-flags.js';
import { type CloudReport, findClouds, MIN_TRANSPARENCY } from '../../timeseries/clouds.js';
import type { RadiusFluxes } from '../../timeseries/ensemble/best-radius.js';
import type { ComparisonChoice } from '../../timeseries/ensemble/choose-comparisons.js';
import { withoutDepartures } from '../../timeseries/ensemble/reject-variables.js';
import { type FluxMatrix, frameCount, isMeasured } from '../../timeseries/flux-matrix.js';
import { starLevels } from '../../timeseries/star-levels.js';
import { agreementUnderCloud, leavingUnderCloud } from './cloud-agreement.js';

/** What was decided about the frames and the comparisons. */
interface JudgedFrames {
  readonly clouds: CloudReport;
  /** The frames that may judge: those without cloud in which the comparisons do not contradict each other, if these are not too few. */
  readonly trusted: readonly boolean[];
  readonly choice: ComparisonChoice;
  /** 1 where comparisons that are used contradict each other, or stars under cloud do not agree within their errors. */
  readonly disagreeing: Uint8Array;
}

/** With fewer stars than this, variables judge the sky too. */
const FEW_FOR_SKY = 3;

/** Stars can distinguish cloud from noise if their median signal to noise is above this. */
const MIN_SNR = 10;

/** Where comparisons contradict each other in more than the rest of the frames, the whole curve depends on which of them are right. */
const LEAST_SETTLED = 0.5;

/** Below this transparency a frame has thin cloud, in which stars may not agree. */
const CLEAR = 0.9;

/**
 * Judges the sky by all stars, chooses the comparisons in the frames whose light is not lost, and judges the sky again without what was
 * found of the stars: an eclipse is no cloud; and patchy cloud, in which half of the stars leave the others, is no eclipse.
 *
 * @param choose chooses the comparisons by the frames that may judge
 */
export function judgeFrames(
  { flux, fluxErr }: RadiusFluxes,
  target: number,
  airmass: readonly number[],
  choose: (trusted: readonly boolean[]) => ComparisonChoice,
): JudgedFrames {
  const bright = brightEnough(flux, fluxErr, target);
  const first = findClouds(bright, { airmass, exclude: [target] });
  const lit = litFrames(bright, target, first);
  const found = choose(lit);
  const patchy = lit.map((ok, f) => ok && first.clouded[f] === 1 && halfDepart(bright, target, found, f));
  const clouds = cloudsWithout(bright, target, airmass, found, patchy);
  const trusted = Array.from(clouds.clouded, cloud => cloud === 0);
  const choice = trusted.every((ok, f) => ok === lit[f]) ? found : choose(trusted);

  const contested = contestedFrames(choice, flux, choice.comparisons);
  const settled = trusted.map((ok, f) => ok && contested[f] === 0);
  const agreed = settled.filter(Boolean).length >= LEAST_SETTLED * trusted.filter(Boolean).length;
  const disagreeing = agreed ? contested.slice() : contested.fill(1);
  const isDim = (f: number): boolean => clouds.clouded[f] === 1 || clouds.transparency[f] < CLEAR;
  const agreement = agreementUnderCloud({ label: '', flux: bright, fluxErr }, target, choice, trusted, isDim);
  agreement.forEach(({ agree }, f) => {
    if (!agree) disagreeing[f] = 1;
  });
  return { clouds, trusted: agreed ? settled : trusted, choice: leavingUnderCloud(choice, agreement), disagreeing };
}

/** The frames in which at least half of the stars have most of their light: where only others lose it, it is no cloud. */
function litFrames(bright: FluxMatrix, target: number, { clouded, transparency }: CloudReport): boolean[] {
  const judges = bright.filter((row, star) => star !== target && Array.prototype.some.call(row, isMeasured));
  const levels = starLevels(judges);
  return Array.from(clouded, (cloud, f) => {
    if (cloud === 0 || transparency[f] >= MIN_TRANSPARENCY) return true;
    const clear = transparency[f] / levels.transparency[f];
    const present = judges.flatMap((row, k) => (isMeasured(row[f]) ? [(clear * row[f]) / levels.level[k]] : []));
    return present.length > 1 && 2 * present.filter(light => light >= MIN_TRANSPARENCY).length >= present.length;
  });
}

/** Whether half or more of the stars leave the others in a frame, so that it is no star that varies. */
function halfDepart(bright: FluxMatrix, target: number, { departures }: ComparisonChoice, f: number): boolean {
  const present = bright.filter((row, star) => star !== target && isMeasured(row[f])).length;
  return 2 * departures.filter(({ frames }) => frames.includes(f)).length >= present;
}

/** The clouds as the stars show them that do not leave the others. */
function cloudsWithout(
  bright: FluxMatrix,
  target: number,
  airmass: readonly number[],
  choice: ComparisonChoice,
  patchy: readonly boolean[],
): CloudReport {
  const departures = choice.departures.map(departure => ({
    ...departure,
    frames: departure.frames.filter(f => !patchy[f]),
  }));
  const constant = withoutDepartures(bright, departures);
  const exclude = [target, ...choice.variables];
  const left = constant.filter((row, star) => !exclude.includes(star) && Array.prototype.some.call(row, isMeasured));
  const report = findClouds(constant, { airmass, exclude: left.length < FEW_FOR_SKY ? [target] : exclude });
  const contested = contestedFrames(choice, bright);
  const clouded = report.clouded.map((cloud, f) => {
    if (patchy[f]) return 1;
    return contested[f] === 1 ? 0 : cloud;
  });
  return { ...report, clouded, flags: Int32Array.from(clouded, cloud => (cloud === 1 ? SourceFlag.clouded : 0)) };
}

/** 1 in frames in which stars contradict each other: any, or some of those given. */
function contestedFrames(
  { contradictions }: ComparisonChoice,
  flux: FluxMatrix,
  among?: readonly number[],
): Uint8Array {
  const contested = new Uint8Array(frameCount(flux));
  for (const { stars, others, frames } of contradictions)
    if (among === undefined || among.some(star => stars.includes(star) || others.includes(star)))
      for (const f of frames) contested[f] = 1;
  return contested;
}

/** The fluxes of stars that can distinguish clouds from noise, NaN for the others; all if fewer than three qualify. */
function brightEnough(flux: FluxMatrix, fluxErr: FluxMatrix, target: number): FluxMatrix {
  const bright = flux.map((row, star) => {
    const ratios = Array.from(row, (value, f) => value / fluxErr[star][f])
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    // if errors are unknown, every star counts
    return ratios.length === 0
      ? Array.prototype.some.call(fluxErr[star], Number.isFinite) === false
      : ratios[ratios.length >> 1] > MIN_SNR;
  });
  if (bright.filter(Boolean).length < FEW_FOR_SKY) return flux;
  const none = new Float64Array(flux[target].length).fill(Number.NaN);
  return flux.map((row, star) => (bright[star] || star === target ? row : none));
}
