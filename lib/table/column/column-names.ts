/**
 * Makes names for columns that a file does not name, or names twice.
 *
 * @module
 */

/**
 * The same names, each once: a column without a name is called `col1`, `col2`, by its place counted from 1;
 * the second of a name gets `_2`, the third `_3`, or the next number that is free.
 *
 * @example uniqueNames(['ra', '', 'ra']) // ['ra', 'col2', 'ra_2']
 */
export function uniqueNames(names: readonly string[]): string[] {
  const named = names.map((name, i) => name || `col${i + 1}`);
  const given = new Set(named);
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return named.map(name => {
    let unique = name;
    let count = counts.get(name) ?? 1;
    while (taken.has(unique) || (unique !== name && given.has(unique))) unique = `${name}_${++count}`;
    counts.set(name, count);
    taken.add(unique);
    return unique;
  });
}
