/**
 * The automatic choice of comparison stars and of a check star.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { requireMatrix, requireStar } from '../flux-matrix.js';
import type { Disagreement } from './agreement.js';
import {
  type Candidate,
  type CandidateStars,
  type ChoiceOptions,
  judgeCandidate,
  unlike,
} from './comparison-candidates.js';
import { bestEnsembleSize, sizeForAllFrames } from './prune-ensemble.js';
import { constantStars } from './reject-variables.js';
import { contradictionWords, framesOf, leftOutWords } from './verdict-words.js';
import type { Contradiction, Departure } from './vote/departures.js';

/** What became of one star. */
export interface CandidateVerdict {
  /** Index of the star. */
  readonly star: number;
  /** Whether it is one of the comparisons. */
  readonly chosen: boolean;
  /** The reason: `saturated in 12 of 24 frames`. */
  readonly reason: string;
  /** Brightness over the target's; NaN where either is unknown. */
  readonly brightness: number;
  /** Median signal to noise; NaN where errors are unknown. */
  readonly snr: number;
  /** Its own relative scatter against the ensemble; NaN for stars that were not judged by it. */
  readonly scatter: number;
  /** The frames in which it leaves the other stars and does not count, as row numbers of the curve, from 0; all of them if it varies throughout. */
  readonly leftOut: readonly number[];
  /** The frames in which it is unknown whether it varies or the stars that contradict it do, as row numbers of the curve. */
  readonly undecided: readonly number[];
}

/** The stars chosen, and what spoke against the others. */
export interface ComparisonChoice {
  /** Indices of the chosen stars, quietest first; at least one. */
  readonly comparisons: readonly number[];
  /** Index of the check star, which is not in the ensemble; null if there are fewer than three good stars. */
  readonly check: number | null;
  /** Every star but the target, in order, with the reason. */
  readonly verdicts: readonly CandidateVerdict[];
  /**
   * Where stars that would serve, or do, leave the others by far more than their errors: those that do so for longer are not chosen;
   * of the chosen, these fluxes should not be used.
   */
  readonly departures: readonly Departure[];
  /** Departures of stars that are used all the same, because all stars that were named vary. */
  readonly usedAnyway?: readonly Departure[];
  /** Where good stars contradict each other, and it is unknown which of them vary. */
  readonly contradictions: readonly Contradiction[];
  /** The stars that do not agree with those that agree with each other; they are not chosen. */
  readonly disagreements: readonly Disagreement[];
  /** Indices of all stars that vary, by whichever judgement, in order. */
  readonly variables: readonly number[];
}

/** With fewer comparisons than this, stars outside the wished-for limits are taken too. */
const FEW = 3;

/** Number of stars that suffices to find the constant ones. */
const MAX_JUDGED = 40;

/**
 * Chooses comparison stars for a target.
 *
 * 1. Out for good: the target's double (nearer than `targetDistance`), stars saturated in more than
 *    5 % of the frames, stars measured in too few frames.
 * 2. Out if others remain: too faint or too bright, low signal to noise, near an edge, crowded in
 *    half of the frames, of another colour. If fewer than three remain, those with the fewest
 *    faults and the most similar brightness are kept, and the reason says so.
 * 3. Of the rest, the 40 with the best signal to noise (or four times `maxComparisons`) are judged by
 *    their scatter. Those that do not agree with stars that agree with each other ({@link Disagreement}) go, and those that leave the
 *    others in two successive frames or more ({@link Departure}); if no more than three remain, they stay and do not count in those
 *    frames. Variables go, the worst first: each star's own scatter against the weighted others
 *    is compared with sqrt(photon² + field² + target²), field being the median over
 *    the stars of the scatter that photons do not explain and target the target's photon noise,
 *    below which a comparison does no harm. With two stars, it is unknown which one varies; both are kept.
 * 4. Of the quietest `maxComparisons` as many are chosen as keep the target quiet from point to
 *    point.
 * 5. Check star: the remaining good star closest to the target in brightness; if none is
 *    left over and three or more are chosen, the noisiest of those, as the ensemble misses it least.
 *
 * @throws PhotometryError `no-stars` if no star is suitable, with the reasons counted; `bad-argument`
 * @see Everett, M. E. & Howell, S. B. 2001, PASP 113, 1428, on ensembles of quiet, similar stars
 * @example
 * const { comparisons, check, verdicts } = chooseComparisons({ flux, fluxErr }, { target: 0 });
 */
export function chooseComparisons(stars: CandidateStars, options: ChoiceOptions): ComparisonChoice {
  requireMatrix(stars.flux, stars.fluxErr);
  requireStar(stars.flux, options.target, 'target');
  const { maxComparisons = 12 } = options;
  if (!(maxComparisons >= 1))
    throw new PhotometryError('bad-argument', `maxComparisons must be 1 or more, got ${maxComparisons}`);

  const candidates = stars.flux.map((_, star) => star).filter(star => star !== options.target);
  const judged = candidates.map(star => judgeCandidate(stars, star, options));
  const { good, takenBack } = takeBack(judged);
  if (good.length === 0) throw nothingServes(judged);
  const found = constantStars(stars, strongest(good, maxComparisons), options);
  const { quiet, flux, scatter, variables, departures, contradictions, disagreements } = found;
  const byNoise = [...quiet].sort((a, b) => scatterOf(scatter, a) - scatterOf(scatter, b) || a.star - b.star);
  const ranked = byNoise.slice(0, maxComparisons).map(candidate => candidate.star);
  const size = bestEnsembleSize(flux, stars.fluxErr, options.target, ranked, options.trusted);
  let chosen = byNoise.slice(0, size);
  let check = mostAlike(byNoise.slice(size));
  const needed = sizeForAllFrames(chosen.map(({ star }) => flux[star]));
  if (check === null && chosen.length >= 3 && needed < chosen.length) {
    check = chosen[chosen.length - 1];
    chosen = chosen.slice(0, -1);
  }
  const words = reasons({ chosen: new Set(chosen), takenBack, check, variables });
  return {
    comparisons: chosen.map(candidate => candidate.star),
    check: check?.star ?? null,
    verdicts: judged.map(candidate => ({
      star: candidate.star,
      chosen: chosen.includes(candidate),
      reason:
        words(candidate) +
        (variables.has(candidate) ? '' : leftOutWords(candidate.star, found)) +
        contradictionWords(candidate.star, found),
      brightness: candidate.brightness,
      snr: candidate.snr,
      scatter: scatterOf(scatter, candidate),
      ...framesOf(candidate.star, found),
    })),
    departures: departures.filter(({ star, lasting }) => lasting || chosen.some(candidate => candidate.star === star)),
    contradictions,
    disagreements,
    variables: [...variables.keys()].map(({ star }) => star).sort((a, b) => a - b),
  };
}

/** Those without faults, and where they are few the least faulty of the others. */
function takeBack(judged: readonly Candidate[]): { good: Candidate[]; takenBack: Set<Candidate> } {
  const possible = judged.filter(candidate => candidate.bar === '');
  const good = possible.filter(candidate => candidate.faults.length === 0);
  const spare = possible
    .filter(candidate => candidate.faults.length > 0)
    .sort((a, b) => a.faults.length - b.faults.length || unlike(a) - unlike(b) || a.star - b.star);
  const takenBack = new Set(spare.slice(0, Math.max(0, FEW - good.length)));
  return { good: [...good, ...takenBack].sort((a, b) => a.star - b.star), takenBack };
}

function mostAlike(candidates: readonly Candidate[]): Candidate | null {
  let best: Candidate | null = null;
  for (const candidate of candidates) if (best === null || unlike(candidate) < unlike(best)) best = candidate;
  return best;
}

/** The candidates worth a judgement by scatter, in their order: those with the best signal to noise. */
function strongest(good: readonly Candidate[], maxComparisons: number): Candidate[] {
  const strength = (candidate: Candidate): number => candidate.snr || candidate.brightness || 0;
  return [...good]
    .sort((a, b) => strength(b) - strength(a) || a.star - b.star)
    .slice(0, Math.max(MAX_JUDGED, 4 * maxComparisons))
    .sort((a, b) => a.star - b.star);
}

function scatterOf(scatter: ReadonlyMap<number, number>, candidate: Candidate): number {
  return scatter.get(candidate.star) ?? NaN;
}

/** The facts behind a verdict. */
interface Outcome {
  readonly chosen: ReadonlySet<Candidate>;
  readonly takenBack: ReadonlySet<Candidate>;
  readonly check: Candidate | null;
  readonly variables: ReadonlyMap<Candidate, string>;
}

/** The verdict on a star as text. */
function reasons({ chosen, takenBack, check, variables }: Outcome): (candidate: Candidate) => string {
  return candidate => {
    const { bar, faults } = candidate;
    if (bar !== '') return bar;
    const variable = variables.get(candidate);
    if (variable !== undefined) return variable;
    const inSpite = takenBack.has(candidate) ? `, as few stars are better, in spite of: ${faults.join('; ')}` : '';
    if (candidate === check) return `check star${inSpite}`;
    if (chosen.has(candidate)) return `chosen${inSpite}`;
    return faults.length > 0 ? faults.join('; ') : 'good, but quieter stars are enough';
  };
}

/** The error when no star can serve: how many fell to what. */
function nothingServes(judged: readonly Candidate[]): PhotometryError {
  const bars = judged.map(candidate => `star ${candidate.star}: ${candidate.bar}`);
  const shown = bars.slice(0, 5).join('; ') + (bars.length > 5 ? `; and ${bars.length - 5} more` : '');
  const why = judged.length === 0 ? 'there is no star other than the target' : shown;
  return new PhotometryError(
    'no-stars',
    `No star can serve as comparison: ${why}. Measure more stars, or name the comparisons yourself`,
    { reasons: bars },
  );
}
