/**
 * The type of a column's values where some may be missing.
 *
 * @module
 */
import type { TextOrNumber } from './runtime-columns.js';

/**
 * A missing number is NaN (null in a column of integers), which its type does not show; anything else is null. A cell of a
 * table read without a schema can be missing anyway.
 */
export type OrMissing<T> = [T] extends [string] ? T | null : [T] extends [TextOrNumber<string>] ? T : T | null;
