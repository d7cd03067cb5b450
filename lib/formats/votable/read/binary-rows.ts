/**
 * The rows of a BINARY or BINARY2 stream.
 *
 * Rows follow each other without a count; in BINARY2 each begins with one bit per column that says whether the
 * cell is missing.
 *
 * @see VOTable 1.4, sections 5.2 and 5.3
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { VoField } from '../field.js';
import { ByteReader, type Counting } from '../stores/byte-reader.js';
import { skipCell } from '../stores/cell-bytes.js';
import type { ColumnBuilder } from '../stores/column-builder.js';
import { atCell } from './at-cell.js';

/** A column of the stream: what it holds, and who gathers it; null if no one wants it. */
interface BinaryColumn {
  readonly field: VoField;
  readonly builder: ColumnBuilder | null;
}

/**
 * Reads the rows `start` to `end` (exclusive) of a stream and steps over the others.
 *
 * @returns the number of all rows in the stream
 * @throws PhotometryError `truncated-file` or `bad-table`, naming row and column
 */
export function readBinaryRows(
  bytes: Uint8Array,
  columns: readonly BinaryColumn[],
  { hasFlags, counting }: { readonly hasFlags: boolean; readonly counting: Counting },
  [start, end]: readonly [number, number],
): number {
  const reader = new ByteReader(bytes, counting);
  const flagBytes = hasFlags ? Math.ceil(columns.length / 8) : 0;
  let row = 0;
  for (; !reader.atEnd; row++) {
    const begin = reader.offset;
    const isWanted = row >= start && row < end;
    const flags = reader.take(flagBytes);
    for (let i = 0; i < columns.length; i++) {
      const { field, builder } = columns[i];
      try {
        const isNull = hasFlags && ((bytes[flags + (i >> 3)] >> (7 - (i & 7))) & 1) === 1;
        if (isWanted && builder !== null) builder.addBytes(reader, isNull);
        else skipCell(field, reader);
      } catch (error) {
        throw atCell(error, row, field.name);
      }
    }
    if (reader.offset === begin)
      throw new PhotometryError('bad-table', 'the rows of the binary stream have no width, yet there are bytes');
  }
  return row;
}
