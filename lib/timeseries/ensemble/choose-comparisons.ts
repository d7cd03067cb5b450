/**
 * The automatic choice of comparison stars and of a check star.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type FrameMask, requireMatrix, requireStar } from '../flux-matrix.js';
import { medianOf } from '../scatter.js';
import { type Disagreement, findDisagreements } from './agreement.js';
import {
  type Candidate,
  type CandidateStars,
  type ChoiceOptions,
  judgeCandidate,
  unlike,
} from './comparison-candidates.js';
import { type Departure, describeDeparture, findDepartures } from './departures.js';
import { scatterWeights } from './ensemble-weights.js';
import { bestEnsembleSize } from './prune-ensemble.js';

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
 *    others in two successive frames or more ({@link Departure}). Variables go, the worst first: each star's own scatter against the weighted others
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
  const { agreeing, disagreeing, disagreements } = rejectDisagreeing(
    stars,
    strongest(good, maxComparisons),
    options.trusted,
  );
  const { quiet, variables, departures, ...own } = rejectVariables(stars, agreeing, options);
  const scatter = new Map([...own.scatter, ...disagreements.map(found => [found.star, found.scatter] as const)]);

  const byNoise = [...quiet].sort((a, b) => scatterOf(scatter, a) - scatterOf(scatter, b) || a.star - b.star);
  const ranked = byNoise.slice(0, maxComparisons).map(candidate => candidate.star);
  const size = bestEnsembleSize(stars.flux, stars.fluxErr, options.target, ranked, options.trusted);
  let chosen = byNoise.slice(0, size);
  let check = mostAlike(byNoise.slice(size));
  if (check === null && chosen.length >= 3) {
    check = chosen[chosen.length - 1];
    chosen = chosen.slice(0, -1);
  }
  const varying = new Map([...disagreeing, ...variables]);
  const words = reasons({ chosen: new Set(chosen), takenBack, check, variables: varying });
  return {
    comparisons: chosen.map(candidate => candidate.star),
    check: check?.star ?? null,
    verdicts: judged.map(candidate => ({
      star: candidate.star,
      chosen: chosen.includes(candidate),
      reason: words(candidate),
      brightness: candidate.brightness,
      snr: candidate.snr,
      scatter: scatterOf(scatter, candidate),
    })),
    departures: departures.filter(({ star, lasting }) => lasting || chosen.some(candidate => candidate.star === star)),
    disagreements,
    variables: [...varying.keys()].map(({ star }) => star).sort((a, b) => a - b),
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

/** Step 3: removes the stars that do not agree with those that agree with each other. */
function rejectDisagreeing(
  stars: CandidateStars,
  good: readonly Candidate[],
  trusted: FrameMask | undefined,
): {
  readonly agreeing: readonly Candidate[];
  readonly disagreeing: ReadonlyMap<Candidate, string>;
  readonly disagreements: readonly Disagreement[];
} {
  const found = findDisagreements(
    good.map(({ star }) => stars.flux[star]),
    good.map(({ star }) => stars.fluxErr[star]),
    trusted,
  );
  const disagreeing = new Map(
    found.map(({ star, scatter, excess }): [Candidate, string] => [
      good[star],
      `variable: scatters ${(100 * scatter).toFixed(2)} %, ${excess.toFixed(1)} times what is expected, against stars that agree`,
    ]),
  );
  return {
    agreeing: good.filter(candidate => !disagreeing.has(candidate)),
    disagreeing,
    disagreements: found.map(disagreement => ({ ...disagreement, star: good[disagreement.star].star })),
  };
}

/** What step 3 leaves and finds. */
interface Quiet {
  readonly quiet: readonly Candidate[];
  /** Own scatter of each star that was judged. */
  readonly scatter: ReadonlyMap<number, number>;
  /** The variables, with the reason. */
  readonly variables: ReadonlyMap<Candidate, string>;
  /** Where stars left the others, by their indices. */
  readonly departures: readonly Departure[];
}

/** Step 3: removes the stars that leave the others for longer, then the most variable star until none stands out. */
function rejectVariables(stars: CandidateStars, good: readonly Candidate[], options: ChoiceOptions): Quiet {
  const { maxExcess = 2.5, trusted } = options;
  const target = photonNoise(stars, options.target);
  const { departures, ...leaving } = rejectLeaving(stars, good, trusted);
  const scatter = new Map<number, number>();
  const variables = new Map(leaving.variables);
  let { quiet } = leaving;
  for (;;) {
    const flux = quiet.map(candidate => stars.flux[candidate.star]);
    const fluxErr = quiet.map(candidate => stars.fluxErr[candidate.star]);
    const own = scatterWeights(flux, fluxErr, trusted).scatter;
    quiet.forEach((candidate, k) => {
      scatter.set(candidate.star, own[k]);
    });
    if (quiet.length < 3) break;
    const photon = quiet.map(candidate => (candidate.snr > 0 ? 1 / candidate.snr : 0));
    const field = medianOf(quiet.map((_, k) => Math.sqrt(Math.max(0, own[k] ** 2 - photon[k] ** 2))));
    const excess = quiet.map((_, k) => own[k] / Math.hypot(photon[k], field, target));
    let worst = 0;
    for (let k = 1; k < excess.length; k++) if (excess[k] > excess[worst]) worst = k;
    if (!(excess[worst] > maxExcess)) break;
    const percent = (100 * own[worst]).toFixed(2);
    variables.set(quiet[worst], `variable: scatters ${percent} %, ${excess[worst].toFixed(1)} times what is expected`);
    quiet = quiet.filter((_, k) => k !== worst);
  }
  return { quiet, scatter, variables, departures };
}

/** Removes the stars that leave the others in successive frames, the worst first, as long as two remain. */
function rejectLeaving(
  stars: CandidateStars,
  good: readonly Candidate[],
  trusted: FrameMask | undefined,
): Omit<Quiet, 'scatter'> {
  const among = (candidates: readonly Candidate[]): Departure[] =>
    findDepartures(
      candidates.map(({ star }) => stars.flux[star]),
      candidates.map(({ star }) => stars.fluxErr[star]),
      trusted,
    ).map(departure => ({ ...departure, star: candidates[departure.star].star }));
  const gone = among(good)
    .filter(({ lasting }) => lasting)
    .sort((a, b) => b.significance - a.significance)
    .slice(0, Math.max(0, good.length - 2));
  const goneStars = new Map(gone.map(departure => [departure.star, departure]));
  const quiet = good.filter(({ star }) => !goneStars.has(star));
  const variables = new Map(
    good.flatMap((candidate): [Candidate, string][] => {
      const departure = goneStars.get(candidate.star);
      return departure ? [[candidate, `variable: ${describeDeparture(departure)}`]] : [];
    }),
  );
  const rest = gone.length > 0 ? among(quiet) : among(good);
  return { quiet, variables, departures: [...gone, ...rest].sort((a, b) => a.star - b.star) };
}

/** Median relative error of a star; 0 where it is unknown. */
function photonNoise({ flux, fluxErr }: CandidateStars, star: number): number {
  const noise = medianOf(Float64Array.from(flux[star], (value, f) => fluxErr[star][f] / value));
  return Number.isNaN(noise) ? 0 : Math.max(0, noise);
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
