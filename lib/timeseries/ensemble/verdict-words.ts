/**
 * What a vote means for one star, in numbers and words.
 *
 * @module
 */
import { describeDeparture, type StarVote } from './vote/departures.js';

/** The frames in which a star does not count, or may not. */
interface VerdictFrames {
  /**
   * The frames in which it leaves the other stars and does not count, as row numbers of the curve from 0; all of them if it
   * varies throughout.
   */
  readonly leftOut: readonly number[];
  /** The frames in which it is unknown whether this star varies or those that contradict it, as row numbers of the curve from 0. */
  readonly undecided: readonly number[];
}

/** In which frames a star does not count, and in which it is unknown whether it should. */
export function framesOf(star: number, { departures, contradictions }: StarVote): VerdictFrames {
  const contested = contradictions.filter(({ stars, others }) => stars.includes(star) || others.includes(star));
  return {
    leftOut: departures.filter(departure => departure.star === star).flatMap(({ frames }) => frames),
    undecided: [...new Set(contested.flatMap(({ frames }) => frames))].sort((a, b) => a - b),
  };
}

/** `; not used there: departs from the others by -50 % in 1 frame`; empty for a star that leaves the others nowhere. */
export function leftOutWords(star: number, { departures }: StarVote): string {
  const departure = departures.find(candidate => candidate.star === star);
  return departure ? `; ${describeDeparture(departure)}: not used there` : '';
}

/** `; contradicts stars 3, 4 in 10 frames, and it is unknown which of them vary`; empty for a star that contradicts none. */
export function contradictionWords(star: number, vote: StarVote): string {
  const { undecided } = framesOf(star, vote);
  if (undecided.length === 0) return '';
  const opponents = vote.contradictions.flatMap(({ stars, others }) =>
    stars.includes(star) ? others : others.includes(star) ? stars : [],
  );
  const names = [...new Set(opponents)].sort((a, b) => a - b);
  const frames = undecided.length === 1 ? '1 frame' : `${undecided.length} frames`;
  return `; contradicts ${names.length === 1 ? 'star' : 'stars'} ${names.join(', ')} in ${frames}, and it is unknown which of them vary`;
}
