/**
 * Which stars agree under cloud: there the frame cannot vote, but one star may still be seen to leave all others.
 *
 * @module
 */
import type { RadiusFluxes } from '../../timeseries/ensemble/best-radius.js';
import type { ComparisonChoice } from '../../timeseries/ensemble/choose-comparisons.js';
import { withoutDepartures } from '../../timeseries/ensemble/reject-variables.js';
import type { Departure } from '../../timeseries/ensemble/vote/departures.js';
import { starNoise } from '../../timeseries/ensemble/vote/star-noise.js';
import { frameCount, isMeasured } from '../../timeseries/flux-matrix.js';
import { starLevels } from '../../timeseries/star-levels.js';

/** Stars disagree if chi squared is this many sigma too large. */
const MAX_DISAGREEMENT = 3.5;
/** A star leaves the others if it is this many sigma from their mean. */
const MIN_DEPARTURE = 5;
/** At least so many stars must agree for others to be the ones that leave. */
const MIN_AGREEING = 3;
/** At most this part of the stars leaves; more is patchy cloud. */
const MAX_LEAVING = 1 / 3;

/** How the stars of a frame agree. */
interface FrameAgreement {
  /** Whether two stars or more agree within their errors, without those that leave. */
  readonly agree: boolean;
  /** The stars that leave the others. */
  readonly leaving: readonly Leaving[];
}

interface Leaving {
  readonly star: number;
  /** Flux over what the others say, less 1. */
  readonly by: number;
  readonly significance: number;
}

/**
 * The agreement of the constant stars in each frame that is asked for, within their errors as far as these are known where the
 * sky is clear; true elsewhere.
 */
export function agreementUnderCloud(
  { flux, fluxErr }: RadiusFluxes,
  target: number,
  choice: ComparisonChoice,
  trusted: readonly boolean[],
  isAsked: (frame: number) => boolean,
): FrameAgreement[] {
  const constant = withoutDepartures(flux, choice.departures);
  const judges = constant.flatMap((row, star) =>
    star !== target &&
    !choice.variables.includes(star) &&
    Array.prototype.some.call(row, (value: number, f: number) => trusted[f] && isMeasured(value))
      ? [star]
      : [],
  );
  const rows = judges.map(star => constant[star]);
  const errors = judges.map(star => fluxErr[star]);
  const { sigma } = starNoise(rows, errors, trusted);
  const { level } = starLevels(rows, trusted);
  return Array.from({ length: frameCount(flux) }, (_, f) => {
    if (!isAsked(f)) return { agree: true, leaving: [] };
    const present = rows.flatMap((row, k) => {
      const ratio = row[f] / level[k];
      return isMeasured(row[f]) ? [{ star: judges[k], ratio, err: ratio * sigma[k][f] }] : [];
    });
    return agreementOf(present);
  });
}

/** A star's light over its level in a frame. */
interface StarRatio {
  readonly star: number;
  readonly ratio: number;
  readonly err: number;
}

/** Takes stars out, the most distant first, until the others agree; none if too many would go. */
function agreementOf(present: readonly StarRatio[]): FrameAgreement {
  let rest = [...present];
  const leaving: Leaving[] = [];
  while (!isAgreed(rest)) {
    const farthest = rest
      .map(one => ({ one, ...distanceFrom(one, rest) }))
      .reduce<(Leaving & { one: StarRatio }) | null>((best, { one, by, significance }) => {
        const next = { star: one.star, by, significance: Math.abs(significance), one };
        return best === null || next.significance > best.significance ? next : best;
      }, null);
    if (farthest === null || !(farthest.significance > MIN_DEPARTURE)) return { agree: false, leaving: [] };
    rest = rest.filter(one => one !== farthest.one);
    leaving.push(farthest);
    if (rest.length < MIN_AGREEING || leaving.length > MAX_LEAVING * present.length)
      return { agree: false, leaving: [] };
  }
  return { agree: true, leaving };
}

/** How far a star is from the mean of the others. */
function distanceFrom(one: StarRatio, all: readonly StarRatio[]): Omit<Leaving, 'star'> {
  const { mean, variance } = weightedMean(all.filter(other => other !== one));
  return { by: one.ratio / mean - 1, significance: (one.ratio - mean) / Math.sqrt(one.err ** 2 + variance) };
}

function isAgreed(stars: readonly StarRatio[]): boolean {
  const { mean } = weightedMean(stars);
  const squares = stars.reduce((sum, { ratio, err }) => sum + ((ratio - mean) / err) ** 2, 0);
  return excessOf(squares, stars.length - 1) <= MAX_DISAGREEMENT;
}

function weightedMean(stars: readonly StarRatio[]): { mean: number; variance: number } {
  const total = stars.reduce((sum, { err }) => sum + 1 / err ** 2, 0);
  const sum = stars.reduce((so, { ratio, err }) => so + ratio / err ** 2, 0);
  return { mean: sum / total, variance: 1 / total };
}

/**
 * By how many sigma chi squared is too large; NaN without a degree of freedom.
 *
 * @see Wilson, E. B. & Hilferty, M. M. 1931, PNAS 17, 684
 */
function excessOf(squares: number, degrees: number): number {
  if (!(degrees > 0)) return Number.NaN;
  const variance = 2 / (9 * degrees);
  return (Math.cbrt(squares / degrees) - (1 - variance)) / Math.sqrt(variance);
}

/** The choice with the comparisons that leave the others under cloud left out there. */
export function leavingUnderCloud(choice: ComparisonChoice, frames: readonly FrameAgreement[]): ComparisonChoice {
  const found = choice.comparisons.flatMap(star => {
    const departure = departureOf(star, frames);
    return departure ? [departure] : [];
  });
  if (found.length === 0) return choice;
  const before = choice.departures.filter(({ star }) => !found.some(one => one.star === star));
  const joined = found.map(one => {
    const known = choice.departures.find(({ star }) => star === one.star);
    return known ? { ...known, frames: union(known.frames, one.frames) } : one;
  });
  const verdicts = choice.verdicts.map(verdict => {
    const departure = found.find(({ star }) => star === verdict.star);
    if (!departure) return verdict;
    const count = departure.frames.length === 1 ? '1 frame' : `${departure.frames.length} frames`;
    const reason = `${verdict.reason}; departs from the others under cloud in ${count}: not used there`;
    return { ...verdict, reason, leftOut: union(verdict.leftOut, departure.frames) };
  });
  return { ...choice, departures: [...before, ...joined], verdicts };
}

function departureOf(star: number, frames: readonly FrameAgreement[]): Departure | null {
  const found = frames.flatMap(({ leaving }, f) => {
    const one = leaving.find(candidate => candidate.star === star);
    return one ? [{ ...one, f }] : [];
  });
  if (found.length === 0) return null;
  const most = found.reduce((a, b) => (Math.abs(b.by) > Math.abs(a.by) ? b : a));
  const lasting = found.some(({ f, by }, k) => k > 0 && found[k - 1].f === f - 1 && found[k - 1].by * by > 0);
  return {
    star,
    frames: found.map(({ f }) => f),
    most: most.by,
    significance: Math.max(...found.map(({ significance }) => significance)),
    lasting,
    throughout: false,
  };
}

function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}
