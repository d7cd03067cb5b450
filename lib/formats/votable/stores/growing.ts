/**
 * Typed arrays that grow while their length is not known.
 *
 * @module
 */
import type { NumericArray } from '../../../table/column/vectors.js';

/** Makes an array of a length. */
type MakeArray<A> = new (length: number) => A;

/** The same values in an array twice as long, at least `needed`. */
export function grown<A extends NumericArray | BigInt64Array>(values: A, needed: number): A {
  const larger = new (values.constructor as MakeArray<A>)(Math.max(needed, values.length * 2, 64));
  (larger as { set(from: unknown): void }).set(values);
  return larger;
}
