/**
 * Columns of ECSV whose cells hold arrays, objects or complex numbers.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { Lists } from '../../table/column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';
import { type ElementKind, Vectors } from '../../table/column/vectors.js';
import { type JsonValue, parseJson } from '../text/exact-json.js';
import { storeJsonColumn } from '../text/json-column.js';
import { flattenInto, packElements } from '../text/json-elements.js';
import { maskWithout, type TextColumn } from '../text/text-columns.js';

/** Maximum number of elements of rows without a value, in addition to those in the text. */
const MAX_ELEMENTS_WITHOUT_DATA = 2e7;

/** The JSON of a cell; undefined if it is not JSON. */
function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseJson(text, 'cell');
  } catch {
    return undefined;
  }
}

/** Arrays of one shape, `float64[2,3]`, as vectors. */
export class ArrayColumn implements TextColumn {
  readonly #element: ElementKind;
  readonly #shape: readonly number[];
  readonly #rows: (readonly JsonValue[] | null)[] = [];
  #characters = 0;

  /** @param shape axes, the slowest first */
  constructor(element: ElementKind, shape: readonly number[]) {
    this.#element = element;
    this.#shape = shape;
  }

  add(text: string): boolean {
    const value = jsonOf(text);
    const elements: JsonValue[] = [];
    if (value === undefined || !flattenInto(elements, value, this.#shape)) return false;
    if (packElements(elements, this.#element) === null) return false;
    this.#characters += text.length;
    this.#rows.push(elements);
    return true;
  }

  addMissing(): void {
    this.#rows.push(null);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    const width = this.#shape.reduce((product, axis) => product * axis, 1);
    const { length } = this.#rows;
    if (!(width * length <= MAX_ELEMENTS_WITHOUT_DATA + 16 * this.#characters))
      throw new PhotometryError(
        'bad-table',
        `${length} rows of ${width} elements each are more than the file can hold`,
      );
    const filler = new Array<JsonValue>(width).fill(fillerOf(this.#element));
    const packed = packElements(
      this.#rows.flatMap(row => row ?? filler),
      this.#element,
    );
    if (packed === null) throw new Error('elements were checked when they were added');
    const missing = this.#rows.flatMap((row, i) => (row === null ? [i] : []));
    const vectors = new Vectors<unknown>(packed.data, width, {
      shape: [...this.#shape].reverse(),
      element: packed.element,
    });
    return stored('vector', vectors, maskWithout(missing, length), meta);
  }
}

/** The masked values of a missing vector: NaN for floats; for integers, a value that does not make them floats. */
function fillerOf(element: ElementKind): JsonValue {
  if (element === 'string') return '';
  if (element === 'boolean') return false;
  return element === 'float32' || element === 'float64' ? null : 0;
}

/** Arrays that differ in length, `float64[null]`, as lists. */
export class ListColumn implements TextColumn {
  readonly #element: ElementKind;
  readonly #elements: JsonValue[] = [];
  readonly #offsets: number[] = [0];
  readonly #missing: number[] = [];

  constructor(element: ElementKind) {
    this.#element = element;
  }

  add(text: string): boolean {
    const value = jsonOf(text);
    if (!Array.isArray(value) || packElements(value, this.#element) === null) return false;
    for (const element of value) this.#elements.push(element);
    this.#offsets.push(this.#elements.length);
    return true;
  }

  addMissing(): void {
    this.#missing.push(this.#offsets.length - 1);
    this.#offsets.push(this.#elements.length);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    const packed = packElements(this.#elements, this.#element);
    if (packed === null) throw new Error('elements were checked when they were added');
    const lists = new Lists<unknown>(packed.data, new Float64Array(this.#offsets), { element: packed.element });
    return stored('list', lists, maskWithout(this.#missing, lists.length), meta);
  }
}

/** Cells of any JSON: stored as what they turn out to be. */
export class JsonColumn implements TextColumn {
  readonly #values: JsonValue[] = [];

  add(text: string): boolean {
    const value = jsonOf(text);
    if (value === undefined) return false;
    this.#values.push(value);
    return true;
  }

  addMissing(): void {
    this.#values.push(null);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    return storeJsonColumn(this.#values, meta);
  }
}

const NUMBER = '[+-]?(?:\\d+\\.?\\d*(?:[eE][+-]?\\d+)?|\\.\\d+(?:[eE][+-]?\\d+)?|nan|inf)';
const COMPLEX = new RegExp(`^\\(?(?:(${NUMBER})(?![\\w.]))?(?:(${NUMBER})j)?\\)?$`, 'i');

/** Complex numbers as Python writes them, `(1+2j)`, as vectors of one complex number. */
export class ComplexColumn implements TextColumn {
  readonly #element: 'complex64' | 'complex128';
  readonly #parts: number[] = [];
  readonly #missing: number[] = [];

  constructor(element: 'complex64' | 'complex128') {
    this.#element = element;
  }

  add(text: string): boolean {
    const match = COMPLEX.exec(text);
    if (match === null || (match[1] === undefined && match[2] === undefined)) return false;
    this.#parts.push(partOf(match[1]), partOf(match[2]));
    return true;
  }

  addMissing(): void {
    this.#missing.push(this.#parts.length / 2);
    this.#parts.push(NaN, NaN);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    const data = this.#element === 'complex64' ? new Float32Array(this.#parts) : new Float64Array(this.#parts);
    const vectors = new Vectors<unknown>(data, 2, { shape: [1], element: this.#element });
    return stored('vector', vectors, maskWithout(this.#missing, vectors.length), meta);
  }
}

function partOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const word = text.toLowerCase();
  if (word.endsWith('nan')) return NaN;
  if (word.endsWith('inf')) return word.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
