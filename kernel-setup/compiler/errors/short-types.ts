/**
 * The compiler's messages with the types in them cut short.
 *
 * @module
 */

/** A longer type is shortened to about this length. */
const LENGTH = 60;
/** A quoted part: the opening quote follows a blank or a bracket, the closing one is followed by no letter. */
const QUOTED = /(?<=^|[\s(])'(.+?)'(?=$|[\s.,:;)?])/gm;

/**
 * Shortens the types in quotes.
 *
 * @example
 * shortenTypes("Property 'a' does not exist on type 'import(\"/x/y\").Columns<{ b: number; c: string; ... }>'.")
 * // "Property 'a' does not exist on type 'Columns<…>'."
 */
export function shortenTypes(message: string): string {
  return withoutPaths(message).replace(QUOTED, (_, type: string) => `'${shortType(type)}'`);
}

/** One type, its inner brackets replaced by `…` until it is short enough. */
export function shortType(type: string): string {
  const plain = withoutPaths(type).replace(/\s+/g, ' ');
  if (plain.length <= LENGTH) return plain;
  for (let depth = 4; depth >= 1; depth--) {
    const cut = elide(plain, depth);
    if (cut.length <= LENGTH) return cut;
  }
  return `${elide(plain, 1).slice(0, LENGTH - 1)}…`;
}

function withoutPaths(text: string): string {
  return text.replace(/(?:typeof )?import\("[^"]*"\)\.?/g, '');
}

/** Replaces what is nested deeper than `depth - 1` brackets. The `>` of an arrow is not a bracket. */
function elide(type: string, depth: number): string {
  let level = 0;
  let out = '';
  for (let i = 0; i < type.length; i++) {
    const letter = type[i];
    const isArrow = letter === '>' && type[i - 1] === '=';
    if (!isArrow && ')>]}'.includes(letter)) level--;
    if (level < depth) out += letter;
    if (!'(<[{'.includes(letter)) continue;
    level++;
    if (level === depth && !')>]}'.includes(type[i + 1])) out += '…';
  }
  return out;
}
