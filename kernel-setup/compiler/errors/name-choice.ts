/**
 * The end of a message about a name that is not there: those that may have been meant.
 *
 * @module
 */
import { closestNames } from './closest-names.js';

/** So few names are listed in full. */
export const LISTED = 12;

/** The nearest names; or all, if none is near and they are to be listed. */
export function choiceOf(name: string, among: Iterable<string>, isListed: boolean): string {
  const known = [...new Set(among)];
  const near = closestNames(name, known);
  if (near.length > 0) return `. Nearest: ${near.join(', ')}`;
  if (!isListed || known.length === 0) return '';
  const more = known.length > LISTED ? `, and ${known.length - LISTED} more` : '';
  return `. Possible: ${known.slice(0, LISTED).join(', ')}${more}`;
}
