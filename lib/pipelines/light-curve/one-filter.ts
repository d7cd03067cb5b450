/**
 * Keeps a light curve to one filter: stars of other colours have other ratios in another filter.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { inFrames, type MeasuredStars } from './star-matrices.js';

/**
 * The stars in the frames of one filter.
 *
 * Without `filter` all frames must have the same one; frames without any row, such as those that the user filtered out,
 * do not count. Frames whose filter is unknown count as frames of the filter `''`.
 *
 * @param filter the one to keep, as the column `filter` of `series.table` names it
 * @throws PhotometryError `mixed-frames` for several filters of which none is chosen, with `details.filters`;
 *   `bad-argument` for a filter that no frame has
 */
export function ofOneFilter(measured: MeasuredStars, filter?: string): MeasuredStars {
  const { facts, matrices } = measured;
  const withRows = facts.frames.map((_, f) => matrices.x.some(row => Number.isFinite(row[f])));
  const counts = new Map<string, number>();
  facts.frames.forEach((frame, f) => {
    if (withRows[f]) counts.set(frame.filter, (counts.get(frame.filter) ?? 0) + 1);
  });
  if (filter === undefined) {
    if (counts.size > 1) throw mixed(counts);
    return measured;
  }
  if (!counts.has(filter))
    throw new PhotometryError(
      'bad-argument',
      `differential() found no frame of filter '${String(filter)}'; the frames have: ${listed(counts)}`,
      { filter, filters: Object.fromEntries(counts) },
    );
  const kept = facts.frames.map((_, f) => f).filter(f => facts.frames[f].filter === filter);
  return kept.length === facts.frames.length ? measured : inFrames(measured, kept);
}

function mixed(counts: ReadonlyMap<string, number>): PhotometryError {
  const [example] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
  return new PhotometryError(
    'mixed-frames',
    `a light curve has one filter, but these frames have ${counts.size}: ${listed(counts)}. ` +
      `Choose one, differential({ filter: '${example}', ... }), or measure series.where(h => h.filter === '${example}')`,
    { filters: Object.fromEntries(counts) },
  );
}

/** `8 x V, 8 x B`, the most frequent first. */
function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${count} x ${name === '' ? "unknown filter ('')" : name}`)
    .join(', ');
}
