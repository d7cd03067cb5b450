/**
 * Encodes columns of lists as variable-length arrays in the heap.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { Lists } from '../../../table/column/lists.js';
import type { StoredColumn } from '../../../table/column/stored-column.js';
import type { ElementKind } from '../../../table/column/vectors.js';
import type { NumberArray } from '../physical-values.js';
import { encodeElements } from './encode-elements.js';
import type { BlockRoom, RowTarget, WrittenColumn } from './written-column.js';
import { LETTERS, logicals } from './written-numbers.js';

type ListColumn = Extract<StoredColumn, { kind: 'list' }>;

/** Number of elements encoded at a time. */
const PIECE = 1 << 17;

/**
 * Encodes a column of lists; a missing list is written as an empty one.
 *
 * @param heapStart byte offset of the column's arrays in the heap
 * @param isLong whether the heap is so large that its offsets need 64 bits
 * @throws PhotometryError `unsupported` for lists of strings
 */
export function writtenLists(
  name: string,
  { values: lists, valid }: ListColumn,
  heapStart: number,
  isLong: boolean,
): WrittenColumn {
  const { element, offsets, length } = lists;
  if (element === 'string')
    throw new PhotometryError(
      'unsupported',
      `Column '${name}' holds lists of strings, which FITS cannot store; join each list into one string, or write VOTable or Parquet`,
      { column: name },
    );
  const data = lists.data as NumberArray;
  const perElement = element === 'complex64' || element === 'complex128' ? 2 : 1;
  const size = data.BYTES_PER_ELEMENT;
  let longest = 0;
  for (let row = 0; row < length; row++) longest = Math.max(longest, offsets[row + 1] - offsets[row]);
  return {
    form: `1${isLong ? 'Q' : 'P'}${LETTERS[element]}(${longest / perElement})`,
    bytes: isLong ? 16 : 8,
    cards: {},
    fill({ view, first, rows, stride }: RowTarget, offset: number): void {
      for (let row = 0, to = offset; row < rows; row++, to += stride) {
        const start = offsets[first + row];
        const isMissing = valid !== null && valid[first + row] === 0;
        const count = isMissing ? 0 : (offsets[first + row + 1] - start) / perElement;
        const place = heapStart + (start - offsets[0]) * size;
        if (isLong) {
          setLong(view, to, count);
          setLong(view, to + 8, place);
        } else {
          view.setInt32(to, count);
          view.setInt32(to + 4, place);
        }
      }
    },
    heap: { length: heapLength(lists), pieces: room => heapPieces(data, element, [offsets[0], offsets[length]], room) },
  };
}

/** Returns the length of the elements of the lists [byte]. */
export function heapLength({ data, offsets, length }: Lists<unknown>): number {
  const size = ArrayBuffer.isView(data) ? (data as NumberArray).BYTES_PER_ELEMENT : 0;
  return (offsets[length] - offsets[0]) * size;
}

function* heapPieces(
  data: NumberArray,
  element: ElementKind,
  [start, end]: readonly [number, number],
  room: BlockRoom,
): Generator<Uint8Array> {
  for (let at = start; at < end; at += PIECE) {
    const count = Math.min(PIECE, end - at);
    const bytes = room(count * data.BYTES_PER_ELEMENT);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const target = { bytes, view, start: 0, stride: 0, rows: 1, repeat: count };
    if (element === 'boolean') encodeElements(logicals((data as Uint8Array).subarray(at, at + count), null), 0, target);
    else encodeElements(data, at, target);
    yield bytes;
  }
}

function setLong(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 4, value >>> 0);
}
