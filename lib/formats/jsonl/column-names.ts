/**
 * Names for columns that have none, or one that is taken.
 *
 * @module
 */

/** `width` names: those given, `col3` for the third without one, `flux_2` for a second `flux`. */
export function columnNames(given: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  const names: string[] = [];
  for (let i = 0; i < width; i++) {
    const wanted = given[i] || `col${i + 1}`;
    let name = wanted;
    for (let times = 2; taken.has(name); times++) name = `${wanted}_${times}`;
    taken.add(name);
    names.push(name);
  }
  return names;
}
