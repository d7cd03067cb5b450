/**
 * Jupyter counts positions in Unicode characters, JavaScript in UTF-16 units.
 *
 * @module
 */

/** Position in UTF-16 units of a position in characters. */
export function toUnits(text: string, characters: number): number {
  let units = 0;
  for (let i = 0; i < characters && units < text.length; i++) units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

/** Position in characters of a position in UTF-16 units. */
export function toCharacters(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}
