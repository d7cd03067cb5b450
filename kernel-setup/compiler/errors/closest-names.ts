/**
 * The names that a misspelt one may have been meant for.
 *
 * @module
 */

/**
 * Those of `known` that are nearest to `name`, best first: as many letters wrong as in the best of them,
 * or one more, and no more than a third of the name. Upper instead of lower case is half a mistake in all.
 *
 * @param limit maximum number of names
 * @example closestNames('flux_5', ['flux_4', 'flux_6', 'sky', 'x']) // ['flux_4', 'flux_6']
 */
export function closestNames(name: string, known: Iterable<string>, limit = 3): string[] {
  const rated = [...new Set(known)]
    .filter(candidate => candidate !== name)
    .map(candidate => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= mostAllowed(name, candidate))
    .sort((a, b) => a.distance - b.distance);
  return rated
    .filter(({ distance }) => distance <= rated[0].distance)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** A third of the letters, at least one, but fewer than all. */
function mostAllowed(name: string, candidate: string): number {
  const third = Math.max(1, Math.max(name.length, candidate.length) / 3);
  return Math.min(third, Math.min(name.length, candidate.length) - 1);
}

/** A name that begins with the other is as far from it as this, however long the rest. */
const CUT_SHORT = 2;

/** Half a mistake: capitals. */
const CAPITALS = 0.5;

/** Letters to change, add, remove or swap; near if one begins with the other. */
function distanceOf(a: string, b: string): number {
  const [lowerA, lowerB] = [a.toLowerCase(), b.toLowerCase()];
  const distance = editDistance(lowerA, lowerB);
  const isBeginning = Math.min(a.length, b.length) > 2 && (lowerA.startsWith(lowerB) || lowerB.startsWith(lowerA));
  const letters = isBeginning ? Math.min(CUT_SHORT, distance) : distance;
  return editDistance(a, b) > distance ? letters + CAPITALS : letters;
}

/** Optimal string alignment: Levenshtein's distance, two neighbours swapped being one mistake. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
