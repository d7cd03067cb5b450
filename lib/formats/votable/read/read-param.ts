/**
 * The value of a PARAM, by its datatype.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { valueAt } from '../../../table/column/stored-column.js';
import type { VoField } from '../field.js';
import { builderFor, PaddingBudget } from '../stores/column-builder.js';

/** A value as plain data; the text itself if it does not fit the datatype. */
export function readParamValue(field: VoField, text: string): unknown {
  const builder = builderFor(field, new PaddingBudget(text.length));
  try {
    builder.addText(text);
    return plain(valueAt(builder.finish(), 0));
  } catch (error) {
    if (error instanceof PhotometryError) return text;
    throw error;
  }
}

/** Arrays for typed arrays, numbers for the bigints that fit them, the text of those that do not. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value) || Array.isArray(value))
    return Array.from(value as unknown as ArrayLike<unknown>, plain);
  return value;
}
