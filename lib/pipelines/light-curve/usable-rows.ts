/**
 * Which rows of a light curve are right within their errors, and a line about a curve.
 *
 * @module
 */
import { DOUBTFUL } from '../../frame/source-flags.js';
import type { CandidateVerdict } from '../../timeseries/ensemble/choose-comparisons.js';

/**
 * Whether a row is right within its error: it has a flux, and no flag of `DOUBTFUL`.
 *
 * Not usable are rows that are saturated, cut by the edge or off the frame, with masked pixels or without a sky, not centred or not
 * aligned, of an error above 10 times the median, and those whose comparisons disagree by more than their errors: in patchy
 * cloud, or where as many stars vary as do not. Usable are rows with a hot pixel that was subtracted, in thin cloud in which the stars agree
 * within their errors (two stars or more tell), in which the target is faint or other comparisons replace one, and of a crowded star: its
 * neighbour is in every row.
 */
export function isUsable(flux: number, flags: number): boolean {
  return Number.isFinite(flux) && (flags & DOUBTFUL) === 0;
}

/** What a line about a curve says. */
interface CurveCounts {
  readonly rows: number;
  /** NaN where the columns that tell are not there. */
  readonly usable: number;
  readonly comparisons: number;
  readonly hasCheck: boolean;
  readonly verdicts: readonly CandidateVerdict[];
}

/** As many stars are named in a line. */
const MAX_NAMED = 4;

/** `58 of 60 rows usable; 5 comparisons and a check star; left out: star 1 (varies), star 3 in 5 frames`. */
export function curveSummary({ rows, usable, comparisons, hasCheck, verdicts }: CurveCounts): string {
  const parts = [
    `${Number.isNaN(usable) ? '' : `${usable} of `}${rows} ${rows === 1 ? 'row' : 'rows'}${Number.isNaN(usable) ? '' : ' usable'}`,
    `${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'}${hasCheck ? ' and a check star' : ''}`,
  ];
  const left = verdicts.flatMap(({ star, chosen, reason, leftOut }) => {
    if (!chosen && reason.startsWith('variable')) return [`star ${star} (varies)`];
    return leftOut.length > 0
      ? [`star ${star} in ${leftOut.length === 1 ? '1 frame' : `${leftOut.length} frames`}`]
      : [];
  });
  if (left.length > 0) parts.push(`left out: ${listed(left)}`);
  const undecided = verdicts.filter(verdict => verdict.undecided.length > 0).map(({ star }) => `star ${star}`);
  if (undecided.length > 0) parts.push(`undecided which vary: ${listed(undecided)}`);
  return parts.join('; ');
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return names.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
