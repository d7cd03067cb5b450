/**
 * Comparison stars that the user named: taken as they are, but for the frames in which they leave the others.
 *
 * @module
 */
import { requireMatrix, requireStar } from '../flux-matrix.js';
import type { CandidateVerdict, ComparisonChoice } from './choose-comparisons.js';
import { type Candidate, type CandidateStars, type ChoiceOptions, judgeCandidate } from './comparison-candidates.js';
import { voteOf } from './reject-variables.js';
import { contradictionWords, framesOf, leftOutWords } from './verdict-words.js';
import { type Departure, describeDeparture, type StarVote } from './vote/departures.js';

/** As many other stars of the field vote about those named. */
const MAX_WITNESSES = 40;

/**
 * Takes named comparison stars, and asks the good stars of the field about them: where one leaves the others it does not count; one
 * that does so throughout is left out, unless all do: then they are used, and said to vary.
 *
 * @param named indices of the stars
 */
export function takeComparisons(
  stars: CandidateStars,
  named: readonly number[],
  options: ChoiceOptions,
): ComparisonChoice {
  requireMatrix(stars.flux, stars.fluxErr);
  for (const star of named) requireStar(stars.flux, star, 'A comparison');
  const { target, trusted } = options;
  const vote = voteOf(stars, voters(stars, named, options), trusted);
  const throughout = new Set(vote.departures.filter(one => one.throughout).map(({ star }) => star));
  const serving = named.filter(star => !throughout.has(star));
  const comparisons = serving.length > 0 ? serving : named;
  const ofNamed = vote.departures.filter(({ star }) => named.includes(star));
  const concerned: StarVote = {
    departures: serving.length > 0 ? ofNamed : [],
    contradictions: vote.contradictions.filter(({ stars: some, others }) =>
      named.some(star => some.includes(star) || others.includes(star)),
    ),
  };
  return {
    comparisons,
    check: null,
    verdicts: named
      .filter(star => star !== target)
      .map(star =>
        verdictOn(judgeCandidate(stars, star, options), serving.includes(star), { ...vote, ...concerned }, ofNamed),
      ),
    departures: concerned.departures,
    usedAnyway: serving.length > 0 ? [] : ofNamed,
    contradictions: concerned.contradictions,
    disagreements: [],
    variables: vote.departures.filter(({ lasting }) => lasting).map(({ star }) => star),
  };
}

/** The stars named, and the brightest good ones of the field. */
function voters(stars: CandidateStars, named: readonly number[], options: ChoiceOptions): number[] {
  const others = stars.flux
    .map((_, star) => star)
    .filter(star => star !== options.target && !named.includes(star))
    .map(star => judgeCandidate(stars, star, options))
    .filter(({ bar, faults }) => bar === '' && faults.length === 0)
    .sort((a, b) => b.snr - a.snr || a.star - b.star)
    .slice(0, MAX_WITNESSES)
    .map(({ star }) => star);
  return [...new Set([...named.filter(star => star !== options.target), ...others])];
}

function verdictOn(
  { star, brightness, snr }: Candidate,
  serves: boolean,
  vote: StarVote,
  ofNamed: readonly Departure[],
): CandidateVerdict {
  const departure = ofNamed.find(candidate => candidate.star === star);
  const isUsedAnyway = !serves && vote.departures.every(candidate => candidate.star !== star);
  const fault = `variable: ${departure ? describeDeparture(departure) : ''}`;
  const words = serves
    ? `named${leftOutWords(star, vote)}`
    : `${fault}${isUsedAnyway ? '; used, as all that are named vary' : ''}`;
  return {
    star,
    chosen: serves || isUsedAnyway,
    reason: words + contradictionWords(star, vote),
    brightness,
    snr,
    scatter: Number.NaN,
    ...framesOf(star, vote),
  };
}
