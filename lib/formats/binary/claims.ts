/**
 * How much a file may claim: what compressed bytes can reasonably unpack to.
 *
 * Run lengths and dictionaries make tiny files of long tables, so the limit must be generous; a file with a false claim
 * claims a million times more.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** Granted to every file, however small [byte, or rows]. */
const ALWAYS = 1 << 24;
/** Granted for each byte there is: more than gzip (1032) gains at best. */
const FOR_EACH_BYTE = 2000;

/** Maximum number of bytes or rows that `size` compressed bytes may represent. */
function mostClaimed(size: number): number {
  return ALWAYS + FOR_EACH_BYTE * size;
}

/**
 * Throws if `claimed` is more than `size` bytes can represent, or is not a count.
 *
 * @param what is claimed, for the message: `rows`, `bytes in a page`
 * @throws PhotometryError `bad-table`
 */
export function checkClaim(path: string, what: string, claimed: number | bigint, size: number): void {
  const count = Number(claimed);
  if (count >= 0 && count <= mostClaimed(size)) return;
  throw new PhotometryError('bad-table', `${path} claims ${claimed} ${what}, which its ${size} bytes cannot hold`, {
    path,
    claimed: count,
    bytes: size,
  });
}
