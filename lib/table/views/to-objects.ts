/**
 * From columns to objects, a row an object.
 *
 * @module
 */
import { valueAt } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { missingNameGuard } from './missing-name-guard.js';

/** Row `index` as a new object. */
export function objectAt(data: TableData, index: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, column] of data.stored) {
    const value = valueAt(column, index);
    if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
    else object[name] = value;
  }
  return object;
}

/**
 * All rows, one by one, as objects that throw `missing-column` on an unknown name: a chart of a misspelt column would be empty
 * without a word.
 */
export function* guardedObjects(data: TableData): Generator<object> {
  const guard = missingNameGuard(data.stored.keys());
  for (let row = 0; row < data.length; row++) yield Object.setPrototypeOf(objectAt(data, row), guard) as object;
}

/** All rows as objects. */
export function toObjects(data: TableData): Record<string, unknown>[] {
  return Array.from({ length: data.length }, (_, i) => objectAt(data, i));
}
