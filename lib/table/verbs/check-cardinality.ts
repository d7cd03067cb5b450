/**
 * Whether the keys of a join occur as often as they should.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { valueAt } from '../column/stored-column.js';
import { type KeyColumn, matchRows } from '../keys/hash-rows.js';

/** How often a key occurs in the left and in the right table: `many-to-one` if no two right rows agree. */
export type JoinCardinality = 'one-to-one' | 'one-to-many' | 'many-to-one' | 'many-to-many';

const CARDINALITIES: readonly JoinCardinality[] = ['one-to-one', 'one-to-many', 'many-to-one', 'many-to-many'];

/**
 * Checks the keys of both sides. A missing key matches nothing and is not checked.
 *
 * @throws PhotometryError `bad-argument` naming a key that occurs twice, its side and rows
 */
export function checkCardinality(
  left: readonly KeyColumn[],
  right: readonly KeyColumn[],
  cardinality: JoinCardinality,
): void {
  if (!CARDINALITIES.includes(cardinality))
    throw new PhotometryError(
      'bad-argument',
      `join: cardinality is one of ${CARDINALITIES.join(', ')}, got '${cardinality}'`,
    );
  if (cardinality.startsWith('one')) checkOnce(left, 'left', cardinality);
  if (cardinality.endsWith('one')) checkOnce(right, 'right', cardinality);
}

function checkOnce(keys: readonly KeyColumn[], side: string, cardinality: JoinCardinality): void {
  const { next } = matchRows(keys, keys);
  const row = next === null ? -1 : next.findIndex(other => other >= 0);
  if (next === null || row < 0) return;
  const key = keys.map(({ name, column }) => `${name} = ${String(valueAt(column, row))}`).join(', ');
  throw new PhotometryError(
    'bad-argument',
    `join: not ${cardinality}: in the ${side} table rows ${row} and ${next[row]} both have ${key}; ` +
      'take unique rows first, or allow it with another { cardinality }',
    { side, rows: [row, next[row]] },
  );
}
