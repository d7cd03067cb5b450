/**
 * Which of the candidates are constant: three judgements, from the coarsest to the finest.
 *
 * @module
 */
import type { FluxMatrix, FrameMask } from '../flux-matrix.js';
import { medianOf } from '../scatter.js';
import { type Disagreement, findDisagreements } from './agreement.js';
import type { Candidate, CandidateStars, ChoiceOptions } from './comparison-candidates.js';
import { scatterWeights } from './ensemble-weights.js';
import {
  type Contradiction,
  type Departure,
  describeDeparture,
  type StarVote,
  voteOnStars,
} from './vote/departures.js';
import { starNoise } from './vote/star-noise.js';

/** What the judgements leave and find. */
interface ConstantStars {
  readonly quiet: readonly Candidate[];
  /** Fluxes of all stars, without those in which a star leaves the others. */
  readonly flux: FluxMatrix;
  /** Own scatter of each star that was judged. */
  readonly scatter: ReadonlyMap<number, number>;
  /** The variables, with the reason. */
  readonly variables: ReadonlyMap<Candidate, string>;
  /** Where stars left the others, by their indices. */
  readonly departures: readonly Departure[];
  readonly contradictions: readonly Contradiction[];
  readonly disagreements: readonly Disagreement[];
}

/** A star that leaves the others for a while is done without as long as so many remain, ... */
const ENOUGH = 3;

/** ... and if it does so by this many sigma: else it is only left out of those frames. */
const CERTAIN = 7;

/**
 * Leaves the stars that are constant: first those go that do not agree with those that agree with each other ({@link findDisagreements}),
 * then those that leave the others in successive frames ({@link voteOnStars}), then the most variable star by its scatter until none
 * stands out.
 */
export function constantStars(
  stars: CandidateStars,
  good: readonly Candidate[],
  options: ChoiceOptions,
): ConstantStars {
  const disagreeing = rejectDisagreeing(stars, good, options.trusted);
  const leaving = rejectLeaving(stars, disagreeing.agreeing, options.trusted);
  const flux = withoutDepartures(stars.flux, leaving.departures);
  const noisy = rejectNoisy({ ...stars, flux }, leaving.quiet, options);
  const scatters = disagreeing.disagreements.map(({ star, scatter }) => [star, scatter] as const);
  return {
    quiet: noisy.quiet,
    flux,
    scatter: new Map([...noisy.scatter, ...scatters]),
    variables: new Map([...disagreeing.variables, ...leaving.variables, ...noisy.variables]),
    departures: leaving.departures,
    contradictions: leaving.contradictions,
    disagreements: disagreeing.disagreements,
  };
}

/** The fluxes without those in which a star leaves the others: NaN. */
export function withoutDepartures(flux: FluxMatrix, departures: readonly Departure[]): FluxMatrix {
  const kept = [...flux];
  for (const { star, frames } of departures) {
    const left = new Set(frames);
    kept[star] = Float64Array.from(flux[star], (value, f) => (left.has(f) ? Number.NaN : value));
  }
  return kept;
}

/** The vote of some stars, by their indices in the matrix. */
export function voteOf(
  { flux, fluxErr }: Pick<CandidateStars, 'flux' | 'fluxErr'>,
  stars: readonly number[],
  trusted: FrameMask | undefined,
): StarVote {
  const { departures, contradictions } = voteOnStars(
    stars.map(star => flux[star]),
    stars.map(star => fluxErr[star]),
    trusted,
  );
  return {
    departures: departures.map(departure => ({ ...departure, star: stars[departure.star] })),
    contradictions: contradictions.map(contradiction => ({
      ...contradiction,
      stars: contradiction.stars.map(k => stars[k]),
      others: contradiction.others.map(k => stars[k]),
    })),
  };
}

/** Removes the stars that do not agree with those that agree with each other. */
function rejectDisagreeing(
  stars: CandidateStars,
  good: readonly Candidate[],
  trusted: FrameMask | undefined,
): {
  readonly agreeing: readonly Candidate[];
  readonly variables: ReadonlyMap<Candidate, string>;
  readonly disagreements: readonly Disagreement[];
} {
  const found = findDisagreements(
    good.map(({ star }) => stars.flux[star]),
    good.map(({ star }) => stars.fluxErr[star]),
    trusted,
  );
  const variables = new Map(
    found.map(({ star, scatter, excess }): [Candidate, string] => [
      good[star],
      `variable: scatters ${(100 * scatter).toFixed(2)} %, ${excess.toFixed(1)} times what is expected, against stars that agree`,
    ]),
  );
  return {
    agreeing: good.filter(candidate => !variables.has(candidate)),
    variables,
    disagreements: found.map(disagreement => ({ ...disagreement, star: good[disagreement.star].star })),
  };
}

/** Removes the stars that leave the others throughout or in successive frames, the worst first, as long as enough remain. */
function rejectLeaving(
  stars: CandidateStars,
  good: readonly Candidate[],
  trusted: FrameMask | undefined,
): Pick<ConstantStars, 'quiet' | 'variables' | 'departures' | 'contradictions'> {
  const { departures, contradictions } = voteOf(
    stars,
    good.map(({ star }) => star),
    trusted,
  );
  const throughout = departures.filter(departure => departure.throughout);
  const lasting = departures
    .filter(({ lasting, throughout: always, significance }) => lasting && !always && significance > CERTAIN)
    .sort((a, b) => b.significance - a.significance)
    .slice(0, Math.max(0, good.length - throughout.length - ENOUGH));
  const gone = new Map([...throughout, ...lasting].map(departure => [departure.star, departure]));
  return {
    quiet: good.filter(({ star }) => !gone.has(star)),
    variables: new Map(
      good.flatMap((candidate): [Candidate, string][] => {
        const departure = gone.get(candidate.star);
        return departure ? [[candidate, `variable: ${describeDeparture(departure)}`]] : [];
      }),
    ),
    departures,
    contradictions,
  };
}

/** Removes the most variable star until none stands out. */
function rejectNoisy(
  stars: CandidateStars,
  good: readonly Candidate[],
  options: ChoiceOptions,
): Pick<ConstantStars, 'quiet' | 'scatter' | 'variables'> {
  const { maxExcess = 2.5, trusted } = options;
  const target = photonNoise(stars, options.target);
  const scatter = new Map<number, number>();
  const variables = new Map<Candidate, string>();
  let quiet = good;
  for (;;) {
    const flux = quiet.map(candidate => stars.flux[candidate.star]);
    const fluxErr = quiet.map(candidate => stars.fluxErr[candidate.star]);
    const own = scatterWeights(flux, fluxErr, trusted).scatter;
    quiet.forEach((candidate, k) => {
      scatter.set(candidate.star, own[k]);
    });
    if (quiet.length < 3) break;
    const seen = starNoise(flux, fluxErr, trusted).variance;
    const photon = quiet.map((candidate, k) => (candidate.snr > 0 ? 1 / candidate.snr : Math.sqrt(seen[k]) || 0));
    const field = medianOf(quiet.map((_, k) => Math.sqrt(Math.max(0, own[k] ** 2 - photon[k] ** 2))));
    const excess = quiet.map((_, k) => own[k] / Math.hypot(photon[k], field, target));
    let worst = 0;
    for (let k = 1; k < excess.length; k++) if (excess[k] > excess[worst]) worst = k;
    if (!(excess[worst] > maxExcess)) break;
    const percent = (100 * own[worst]).toFixed(2);
    variables.set(quiet[worst], `variable: scatters ${percent} %, ${excess[worst].toFixed(1)} times what is expected`);
    quiet = quiet.filter((_, k) => k !== worst);
  }
  return { quiet, scatter, variables };
}

/** Median relative error of a star; 0 where it is unknown. */
function photonNoise({ flux, fluxErr }: CandidateStars, star: number): number {
  const noise = medianOf(Float64Array.from(flux[star], (value, f) => fluxErr[star][f] / value));
  return Number.isNaN(noise) ? 0 : Math.max(0, noise);
}
