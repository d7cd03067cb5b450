/**
 * Cells of any JavaScript values as a column.
 *
 * @module
 */
import { Lists } from '../column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../column/stored-column.js';
import { type ElementArray, elementKindOf, emptyLike, setElements, Vectors } from '../column/vectors.js';
import { storeColumn } from '../views/store-column.js';
import { jsonOf } from './json-of.js';

/** An array in one cell. */
type CellArray = readonly unknown[] | ElementArray;

/**
 * Stores cells as a column: numbers float64, whole numbers with bigints among them int64, texts, booleans and
 * dates unchanged. Arrays of one length become vectors, of several lengths lists; objects, and arrays of
 * mixed values, JSON text. null and undefined are missing.
 *
 * @throws PhotometryError `bad-argument` if the cells are of several types
 */
export function storeCells(name: string, cells: readonly unknown[], meta: Partial<ColumnMeta> = {}): StoredColumn {
  const present = cells.filter(cell => cell !== null && cell !== undefined);
  if (present.length > 0 && present.every(isCellArray)) return storeArrays(cells as (CellArray | null)[], meta);
  if (present.some(cell => typeof cell === 'object' && !(cell instanceof Date))) return storeTexts(cells, meta);
  if (present.some(cell => typeof cell === 'bigint') && present.every(isWhole))
    return storeColumn(
      name,
      cells.map(cell => (typeof cell === 'number' ? BigInt(cell) : cell)),
      meta,
    );
  return storeColumn(name, cells, meta);
}

function isCellArray(cell: unknown): cell is CellArray {
  return Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView));
}

function isWhole(cell: unknown): boolean {
  return typeof cell === 'bigint' || Number.isSafeInteger(cell);
}

function storeTexts(cells: readonly unknown[], meta: Partial<ColumnMeta>): StoredColumn {
  const texts = cells.map(cell => (cell === null || cell === undefined ? '' : jsonOf(cell)));
  return stored('string', texts, maskOf(cells), meta);
}

/** 0 where a cell is missing; null if none are missing. */
export function maskOf(cells: readonly unknown[]): Uint8Array | null {
  const valid = Uint8Array.from(cells, cell => (cell === null || cell === undefined ? 0 : 1));
  return valid.includes(0) ? valid : null;
}

function storeArrays(cells: readonly (CellArray | null | undefined)[], meta: Partial<ColumnMeta>): StoredColumn {
  const present = cells.filter(cell => cell !== null && cell !== undefined);
  const empty = emptyElements(present);
  if (empty === null) return storeTexts(cells, meta);
  const width = present[0].length;
  const isVector = width > 0 && present.every(cell => cell.length === width);
  const lengthOf = (cell: CellArray | null | undefined): number => (isVector ? width : (cell?.length ?? 0));
  const offsets = new Float64Array(cells.length + 1);
  for (const [row, cell] of cells.entries()) offsets[row + 1] = offsets[row] + lengthOf(cell);
  const data = emptyLike(empty.array, offsets[cells.length]);
  for (const [row, cell] of cells.entries())
    if (cell !== null && cell !== undefined) setElements(data, Array.from(cell, empty.convert) as never, offsets[row]);
  const { element } = empty;
  return isVector
    ? stored('vector', new Vectors<unknown>(data, width, { element }), maskOf(cells), meta)
    : stored('list', new Lists<unknown>(data, offsets, { element }), maskOf(cells), meta);
}

/** An array of the type that holds all elements, and the conversion of an element; null if there is none. */
function emptyElements(cells: readonly CellArray[]): {
  readonly array: ElementArray;
  readonly element?: 'boolean';
  convert(value: unknown): unknown;
} | null {
  const [first] = cells;
  if (isElementArray(first) && cells.every(cell => cell.constructor === first.constructor))
    return { array: emptyLike(first, 0), convert: value => value };
  const all = cells.flatMap(cell => Array.from(cell as ArrayLike<unknown>));
  const present = all.filter(value => value !== null && value !== undefined);
  const hasAll = present.length === all.length;
  if (present.every(value => typeof value === 'number'))
    return { array: new Float64Array(0), convert: value => value ?? NaN };
  if (present.every(value => typeof value === 'string')) return { array: [], convert: value => value ?? '' };
  if (hasAll && present.every(value => typeof value === 'boolean'))
    return { array: new Uint8Array(0), element: 'boolean', convert: value => (value === true ? 1 : 0) };
  if (hasAll && present.every(isWhole))
    return { array: new BigInt64Array(0), convert: value => BigInt(value as bigint | number) };
  return null;
}

/** Whether vectors can keep an array unchanged. */
function isElementArray(cell: CellArray): cell is ElementArray {
  return ArrayBuffer.isView(cell) && elementKindOf(cell as ElementArray) !== 'string';
}
