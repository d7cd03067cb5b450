/**
 * Refuses options that a verb does not have: in plain JavaScript a misspelt one would be passed over without a word.
 *
 * @module
 */

import { PhotometryError } from './errors.js';
import { suggestion } from './nearest-names.js';
import { quoted } from './quoted.js';

/** The names of the options `O`; a record, so that the compiler notices when one is missing. */
export type OptionNames<O> = { readonly [K in keyof Required<O>]: true };

/**
 * Throws if `options` has a name that is not among the known ones, or is no object.
 *
 * @throws PhotometryError `bad-argument`; the message lists the nearest names
 * @example requireKnownOptions('measure', { anulus: [12, 18] }, { radius: true, annulus: true }) // throws: nearest: annulus
 */
export function requireKnownOptions(verb: string, options: unknown, known: Readonly<Record<string, true>>): void {
  if (options === undefined) return;
  const names = Object.keys(known);
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new PhotometryError(
      'bad-argument',
      `${verb}() takes its options as an object, such as { ${names[0]}: ... }, got ${quoted(options)}`,
    );
  const unknown = Object.keys(options).find(name => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const nearest = suggestion(unknown, names);
  throw new PhotometryError(
    'bad-argument',
    `${verb}() has no option '${unknown}'${nearest === '' ? `; its options: ${names.join(', ')}` : nearest}`,
    { option: unknown, options: names },
  );
}
