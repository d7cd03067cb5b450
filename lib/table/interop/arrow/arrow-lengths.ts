/**
 * How many rows an Arrow column has, checked against the memory behind it, and which of them are present.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { type ArrowChunk, isPresent } from './arrow-shape.js';

/** Maximum rows of a column of nulls, whose length no buffer confirms. */
const MAX_EMPTY_ROWS = 10_000_000;

/** The mask of a column: null if every value is present. */
export function validityOf(name: string, chunks: readonly ArrowChunk[]): Uint8Array | null {
  for (const { validity, length, bitOffset } of chunks)
    if (validity !== null) requireLength(name, 'validity bits', validity.length * 8, length + bitOffset);
  if (chunks.every(chunk => chunk.validity === null)) return null;
  const valid = new Uint8Array(lengthOf(name, chunks));
  let out = 0;
  for (const chunk of chunks) for (let i = 0; i < chunk.length; i++) valid[out++] = isPresent(chunk, i) ? 1 : 0;
  return valid.includes(0) ? valid : null;
}

/** Throws if a buffer has fewer than `needed` values. */
export function requireLength(name: string, what: string, got: number, needed: number): void {
  if (got >= needed) return;
  throw new PhotometryError('bad-table', `Column '${name}' should have ${needed} ${what}, but has ${got}`, {
    column: name,
  });
}

/**
 * Number of rows in all chunks.
 *
 * @throws PhotometryError `bad-table` if it is more than memory could hold, or no buffer vouches for a large one
 */
export function lengthOf(name: string, chunks: readonly ArrowChunk[]): number {
  let length = 0;
  for (const chunk of chunks) {
    const { values, offsets, validity, children } = chunk;
    const isHollow = values === undefined && offsets === undefined && validity === null && children.length === 0;
    if (!(chunk.length >= 0) || (isHollow && chunk.length > MAX_EMPTY_ROWS))
      throw new PhotometryError('bad-table', `Column '${name}' claims ${chunk.length} rows, but contains none`, {
        column: name,
      });
    length += chunk.length;
  }
  return length;
}

/** List views, whose sizes are in a separate buffer. */
const LIST_VIEWS: readonly number[] = [25, 26];

/**
 * Throws if lists at any depth reach beyond their elements; the libraries would make room for what they claim.
 *
 * @throws PhotometryError `bad-table`; `unsupported` for list views
 */
export function checkNesting(name: string, chunk: ArrowChunk): void {
  const { type, length, offsets, children } = chunk;
  if (LIST_VIEWS.includes(type.typeId))
    throw new PhotometryError('unsupported', `Column '${name}' holds list views; write it with plain lists`, {
      column: name,
    });
  if (children.length > 0 && offsets !== undefined && length > 0) {
    requireLength(name, 'offsets', offsets.length, length + 1);
    for (let i = 0; i <= length; i++)
      if (!(offsets[i] >= 0))
        throw new PhotometryError('bad-table', `Column '${name}': a list begins at ${offsets[i]}`);
    for (let i = 1; i <= length; i++) requireLength(name, 'elements', children[0].length, Number(offsets[i]));
  }
  const width = type.stride ?? type.listSize;
  if (width !== undefined && children.length > 0)
    requireLength(name, 'elements', children[0].length, width >= 0 ? length * width : Infinity);
  for (const child of children) checkNesting(name, child);
}
