/**
 * Arrow's lists as our vectors and lists.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { Lists } from '../../column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../column/stored-column.js';
import {
  type ElementArray,
  type ElementKind,
  elementsBetween,
  emptyLike,
  setElements,
  Vectors,
} from '../../column/vectors.js';
import { jsonOf } from '../json-of.js';
import { checkNesting, lengthOf, requireLength } from './arrow-lengths.js';
import { type ArrowChunk, ArrowTypeId as Id, isPresent } from './arrow-shape.js';

/** Elements of vectors or lists in one array. */
interface Elements {
  readonly data: ElementArray;
  readonly element: ElementKind;
  /** Axes of one element: none for a number, those of an inner vector. */
  readonly axes: readonly number[];
}

/** Reads the column of elements below lists; given, because elements may be lists themselves. */
type ReadElements = (name: string, chunks: readonly ArrowChunk[]) => StoredColumn;

/** A stretch of elements, from `start` to `end` (exclusive). */
type Stretch = readonly [start: number, end: number];

/** Fixed-size lists, of fixed-size lists too, and binary of fixed size. */
export function readArrowVectors(
  name: string,
  chunks: readonly ArrowChunk[],
  valid: Uint8Array | null,
  meta: Partial<ColumnMeta>,
  readElements: ReadElements,
): StoredColumn {
  const { type } = chunks[0];
  const width = type.stride ?? type.listSize ?? type.byteWidth ?? 0;
  const stretches = stretchesOf(name, chunks, chunk => [[0, chunk.length * width]]);
  const elements = width < 1 ? null : elementsOf(name, chunks, stretches, readElements);
  if (elements === null) return jsonTexts(name, chunks, valid, meta);
  const shape = [...elements.axes, width];
  const all = shape.reduce((product, axis) => product * axis, 1);
  const vectors = new Vectors<unknown>(elements.data, all, { element: elements.element, shape });
  return stored('vector', vectors, valid, meta);
}

/** Lists of any length, and binary. */
export function readArrowLists(
  name: string,
  chunks: readonly ArrowChunk[],
  valid: Uint8Array | null,
  meta: Partial<ColumnMeta>,
  readElements: ReadElements,
): StoredColumn {
  for (const { offsets, length } of chunks)
    if (length > 0) requireLength(name, 'offsets', offsets?.length ?? 0, length + 1);
  const offsets = new Float64Array(lengthOf(name, chunks) + 1);
  let row = 0;
  for (const chunk of chunks)
    for (let i = 0; i < chunk.length; i++, row++) {
      const [start, end] = listAt(chunk, i);
      if (end < start) throw new PhotometryError('bad-table', `Column '${name}': list ${row} ends before it begins`);
      offsets[row + 1] = offsets[row] + end - start;
    }
  const elements = elementsOf(name, chunks, stretchesOf(name, chunks, listStretches), readElements);
  if (elements === null || elements.axes.length > 0) return jsonTexts(name, chunks, valid, meta);
  return stored('list', new Lists<unknown>(elements.data, offsets, { element: elements.element }), valid, meta);
}

/** The range of list `i` among the elements of a chunk; a missing list is empty, whatever its offsets. */
function listAt(chunk: ArrowChunk, i: number): Stretch {
  if (!isPresent(chunk, i)) return [0, 0];
  return [Number(chunk.offsets?.[i]), Number(chunk.offsets?.[i + 1])];
}

/** The ranges of elements that the lists of a chunk use, in order; adjacent ranges are merged. */
function listStretches(chunk: ArrowChunk): Stretch[] {
  const stretches: [number, number][] = [];
  for (let i = 0; i < chunk.length; i++) {
    const [start, end] = listAt(chunk, i);
    const last = stretches.at(-1);
    if (start === end) continue;
    if (last !== undefined && last[1] === start) last[1] = end;
    else stretches.push([start, end]);
  }
  return stretches;
}

/** The stretches of all chunks, counted from the first element of the first. */
function stretchesOf(
  name: string,
  chunks: readonly ArrowChunk[],
  stretchesIn: (chunk: ArrowChunk) => readonly Stretch[],
): Stretch[] {
  let first = 0;
  return chunks.flatMap(chunk => {
    const base = first;
    const { length } = elementChunk(chunk);
    first += length;
    return stretchesIn(chunk).map(([start, end]): Stretch => {
      requireLength(name, 'elements', length, end);
      if (start < 0)
        throw new PhotometryError('bad-table', `Column '${name}': a list begins at element ${start}`, { column: name });
      return [base + start, base + end];
    });
  });
}

/** The chunk of elements below a chunk of lists; of binary its bytes. */
function elementChunk(chunk: ArrowChunk): ArrowChunk {
  if (!BINARY.includes(chunk.type.typeId)) return chunk.children[0];
  return {
    ...chunk,
    type: { typeId: Id.int, bitWidth: 8, signed: false },
    length: chunk.values?.length ?? 0,
    validity: null,
    offsets: undefined,
  };
}

const BINARY: readonly number[] = [Id.binary, Id.largeBinary, Id.fixedSizeBinary];

/** The elements in the stretches, one after the other; null if no array holds such elements. */
function elementsOf(
  name: string,
  chunks: readonly ArrowChunk[],
  stretches: readonly Stretch[],
  readElements: ReadElements,
): Elements | null {
  const elements = packElements(readElements(name, chunks.map(elementChunk)));
  if (elements === null) return null;
  const size = elements.axes.reduce((product, axis) => product * axis, 1);
  if (stretches.length === 1) {
    const [[start, end]] = stretches;
    return { ...elements, data: elementsBetween(elements.data, start * size, end * size) };
  }
  const count = stretches.reduce((sum, [start, end]) => sum + end - start, 0);
  const data = emptyLike(elements.data, count * size);
  let at = 0;
  for (const [start, end] of stretches) {
    setElements(data, elementsBetween(elements.data, start * size, end * size), at);
    at += (end - start) * size;
  }
  return { ...elements, data };
}

/** A column as elements: missing integers make it float64 with NaN, missing texts are empty; null if it cannot be. */
export function packElements({ kind, values, valid }: StoredColumn): Elements | null {
  switch (kind) {
    case 'float64':
    case 'float32':
    case 'string':
      return { data: values, element: kind, axes: [] };
    case 'int32':
    case 'uint8':
    case 'int64':
    case 'boolean': {
      if (valid === null) return { data: values, element: kind, axes: [] };
      const data = Float64Array.from({ length: values.length }, (_, i) => (valid[i] === 1 ? Number(values[i]) : NaN));
      return { data, element: 'float64', axes: [] };
    }
    case 'vector':
      return valid === null ? { data: values.data, element: values.element, axes: values.shape } : null;
    default:
      return null;
  }
}

/** Values that no column kind holds, as JSON text. */
export function jsonTexts(
  name: string,
  chunks: readonly ArrowChunk[],
  valid: Uint8Array | null,
  meta: Partial<ColumnMeta>,
): StoredColumn {
  for (const chunk of chunks) checkNesting(name, chunk);
  const texts = new Array<string>(lengthOf(name, chunks)).fill('');
  let row = 0;
  for (const chunk of chunks)
    for (let i = 0; i < chunk.length; i++, row++) if (valid?.[row] !== 0) texts[row] = jsonOf(chunk.get(i));
  return stored('string', texts, valid, meta);
}
