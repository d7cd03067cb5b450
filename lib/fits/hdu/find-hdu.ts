/**
 * Finds an HDU by number or name.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { quoted } from '../../core/quoted.js';
import type { Hdu } from './hdu.js';

/**
 * Returns the HDU with a number, or the first with a name (`'SCI'`, or `'SCI,2'` with its EXTVER).
 *
 * @throws PhotometryError `no-such-hdu`; the message lists the HDUs of the file
 */
export function findHdu(hdus: readonly Hdu[], which: number | string, path: string): Hdu {
  const found = typeof which === 'string' ? hdus.find(hdu => isCalled(hdu, which)) : hdus[which];
  if (found !== undefined) return found;
  const known = hdus
    .map(({ name, version }) => (version > 1 ? `${name},${version}` : name))
    .filter(name => name !== '');
  const hint = typeof which === 'string' ? suggestion(which, known) : '';
  throw new PhotometryError(
    'no-such-hdu',
    `${path} has ${hdus.length} HDUs, numbered from 0 (${known.join('; ') || 'without names'}), but not ${quoted(which)}${hint}`,
    { path, hdu: which },
  );
}

/** Whether an HDU matches a name: `SCI` matches any EXTVER, `SCI,2` only EXTVER 2; case does not matter. */
function isCalled({ name, version }: Hdu, which: string): boolean {
  const called = name.toUpperCase();
  const wanted = which.trim().toUpperCase();
  if (called === wanted) return true;
  const comma = wanted.lastIndexOf(',');
  return comma >= 0 && called === wanted.slice(0, comma).trim() && version === Number(wanted.slice(comma + 1));
}
