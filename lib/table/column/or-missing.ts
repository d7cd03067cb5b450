/**
 * The type of a column's values where some may be missing.
 *
 * @module
 */

/** A missing number is NaN (null in a column of integers), which its type does not show; anything else is null. */
export type OrMissing<T> = T extends number ? T : T | null;
