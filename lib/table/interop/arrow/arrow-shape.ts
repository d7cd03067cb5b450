/**
 * The shape of Arrow tables of any library: flechette, apache-arrow, arquero.
 *
 * The interfaces name only what both libraries have. {@link chunksOf} evens out where they differ.
 *
 * @module
 */

/** Numbers of Arrow's types, the same in all its libraries. */
export const ArrowTypeId = {
  dictionary: -1,
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  boolean: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
} as const;

/** The type of an Arrow column: `typeId` is Arrow's number for it, the rest depends on it. */
export interface ArrowType {
  /** Arrow's number for the type: 2 for integers, 3 for floats, 5 for UTF-8 text ... */
  readonly typeId: number;
}

/** Name and type of an Arrow column, with facts such as its unit. */
export interface ArrowField {
  /** Name of the column. */
  readonly name: string;
  /** Type of its values. */
  readonly type: ArrowType;
  /** Whether values may be missing. */
  readonly nullable: boolean;
  /** Facts by key; ours are `unit`, `description`, `ucd` and `format`. */
  readonly metadata?: ReadonlyMap<string, string> | null;
}

/** An Arrow column. */
export interface ArrowColumn extends Iterable<unknown> {
  /** Number of rows. */
  readonly length: number;
  /** How many values are missing. */
  readonly nullCount: number;
  /** Type of the values. */
  readonly type: ArrowType;
  /** The value in a row; null where it is missing. */
  get(row: number): unknown;
  /** All values in one array. */
  toArray(): ArrayLike<unknown>;
}

/**
 * A table in Arrow's memory layout, as returned by `Table.toArrow()` and by flechette, apache-arrow, arquero
 * and Observable Plot take it.
 */
export interface ArrowTable extends Iterable<Record<string, unknown>> {
  /** The columns, and facts about the whole table by key. */
  readonly schema: {
    readonly fields: readonly ArrowField[];
    readonly metadata?: ReadonlyMap<string, string> | null;
  };
  /** Number of rows. */
  readonly numRows: number;
  /** Number of columns. */
  readonly numCols: number;
  /** The column of a name, undefined if there is none. */
  getChild(name: string): ArrowColumn | undefined;
  /** The column at that place, from 0. */
  getChildAt(index: number): ArrowColumn | undefined;
  /** A row as an object. */
  get(row: number): Record<string, unknown> | null;
  /** All rows as objects. */
  toArray(): Record<string, unknown>[];
}

/** All possible properties of an Arrow type; which are present depends on `typeId`. */
export interface ArrowTypeFacts extends ArrowType {
  readonly bitWidth?: number;
  readonly signed?: boolean;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly children?: readonly ArrowField[] | null;
  /** Elements of a fixed-size list, bytes of a fixed-size binary. */
  readonly stride?: number;
  readonly listSize?: number;
  readonly byteWidth?: number;
  /** Type of a dictionary's values. */
  readonly dictionary?: ArrowTypeFacts;
}

/** A typed array of an Arrow buffer. */
type ArrowBuffer =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** A part of a column in one piece of memory. */
export interface ArrowChunk {
  readonly type: ArrowTypeFacts;
  readonly length: number;
  /** How far the bits of `validity`, and of booleans, begin after the first one. */
  readonly bitOffset: number;
  /** One bit per row, 1 where a value is present; null if all are. */
  readonly validity: Uint8Array | null;
  /** Numbers, or the bytes of texts; undefined if the type has none. */
  readonly values: ArrowBuffer | undefined;
  /** Where texts and lists begin. */
  readonly offsets: Int32Array | BigInt64Array | undefined;
  readonly children: readonly ArrowChunk[];
  /** The values that the numbers of a dictionary chunk refer to. */
  readonly dictionary: ArrowColumn | undefined;
  /** The value in a row, as the library returns it. */
  get(row: number): unknown;
}

/** Whether a value is an Arrow table of any library. */
export function isArrowTable(value: unknown): value is ArrowTable {
  const table = value as Partial<ArrowTable> | null;
  return (
    typeof table === 'object' &&
    table !== null &&
    typeof table.getChildAt === 'function' &&
    typeof table.numRows === 'number' &&
    Array.isArray(table.schema?.fields)
  );
}

/** flechette's Batch and apache-arrow's Data, as far as they matter here. */
interface ForeignChunk {
  readonly type: ArrowTypeFacts;
  readonly length: number;
  readonly nullCount: number;
  readonly offset?: number;
  readonly validity?: Uint8Array;
  readonly nullBitmap?: Uint8Array | null;
  readonly values?: ArrowBuffer;
  readonly offsets?: Int32Array | BigInt64Array;
  readonly valueOffsets?: Int32Array | BigInt64Array;
  readonly children?: readonly ForeignChunk[] | null;
  readonly dictionary?: ArrowColumn;
  at?(row: number): unknown;
}

/** The chunks of a column, in order. */
export function chunksOf(column: ArrowColumn): ArrowChunk[] {
  const chunks = (column as ArrowColumn & { readonly data: readonly ForeignChunk[] }).data;
  let start = 0;
  return chunks.map(chunk => {
    const first = start;
    start += chunk.length;
    return chunkOf(chunk, row => column.get(first + row));
  });
}

function chunkOf(chunk: ForeignChunk, get: (row: number) => unknown): ArrowChunk {
  const bits = chunk.nullCount === 0 ? null : (chunk.validity ?? chunk.nullBitmap ?? null);
  return {
    type: chunk.type,
    length: chunk.length,
    bitOffset: chunk.offset ?? 0,
    validity: bits === null || bits.length === 0 ? null : bits,
    values: chunk.values,
    offsets: chunk.offsets ?? chunk.valueOffsets,
    children: (chunk.children ?? []).map(child => chunkOf(child, row => child.at?.(row))),
    dictionary: chunk.dictionary,
    get,
  };
}

/** Whether the value in a row of a chunk is present. */
export function isPresent({ validity, bitOffset }: ArrowChunk, row: number): boolean {
  if (validity === null) return true;
  const bit = bitOffset + row;
  return ((validity[bit >> 3] >> (bit & 7)) & 1) === 1;
}
