/**
 * From an Arrow column to a column of ours.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../column/stored-column.js';
import { takeRows } from '../../rows/take-rows.js';
import { decimalNumbers, halfFloats, textsOf } from './arrow-decoding.js';
import { lengthOf, requireLength, validityOf } from './arrow-lengths.js';
import { jsonTexts, readArrowLists, readArrowVectors } from './arrow-nested.js';
import { type ArrowChunk, chunksOf, ArrowTypeId as Id } from './arrow-shape.js';
import { millisecondsOf } from './milliseconds.js';

/** A day [ms]. */
const DAY = 86_400_000;
/** Arrow's units of time (second, milli, micro, nano) as ticks a millisecond; negative: milliseconds a tick. */
const PER_MILLISECOND: readonly number[] = [-1000, 1, 1e3, 1e6];
const UNIT_NAMES: readonly string[] = ['s', 'ms', 'us', 'ns'];

/**
 * Stores the chunks of one Arrow column.
 *
 * Small integers become int32, uint32 float64, uint64 int64; dates and timestamps `date`; times and durations
 * float64 with their unit; decimals the nearest float64; fixed-size lists vectors, other lists lists; binary
 * lists of bytes. Maps, unions and types without a counterpart become JSON text.
 *
 * @param name for messages
 * @throws PhotometryError `bad-table` if a buffer is shorter than it should be; `unsupported` for a uint64 above 2^63
 */
export function readArrowColumn(
  name: string,
  chunks: readonly ArrowChunk[],
  meta: Partial<ColumnMeta> = {},
): StoredColumn {
  const type = chunks[0]?.type;
  const valid = validityOf(name, chunks);
  switch (type?.typeId) {
    case undefined:
      return stored('float64', new Float64Array(0), null, meta);
    case Id.null:
      return stored('float64', new Float64Array(lengthOf(name, chunks)).fill(NaN), null, meta);
    case Id.int:
      return readIntegers(name, chunks, valid, meta);
    case Id.float:
      return readFloats(name, chunks, meta);
    case Id.boolean:
      return stored('boolean', booleansOf(name, chunks), valid, meta);
    case Id.utf8:
    case Id.largeUtf8:
      return stored('string', textsOf(name, chunks), valid, meta);
    case Id.date:
      return readDates(name, chunks, type.unit === 0 ? -DAY : 1, valid, meta);
    case Id.timestamp:
      return readDates(name, chunks, PER_MILLISECOND[type.unit ?? 1], valid, meta);
    case Id.time:
    case Id.duration:
      return stored('float64', numbersOf(name, chunks, valid), null, { unit: UNIT_NAMES[type.unit ?? 1], ...meta });
    case Id.decimal:
      return stored('float64', decimalNumbers(name, chunks), null, meta);
    case Id.binary:
    case Id.largeBinary:
    case Id.list:
    case Id.largeList:
      return readArrowLists(name, chunks, valid, meta, readArrowColumn);
    case Id.fixedSizeBinary:
    case Id.fixedSizeList:
      return readArrowVectors(name, chunks, valid, meta, readArrowColumn);
    case Id.dictionary:
      return readDictionary(name, chunks, valid, meta);
    default:
      return jsonTexts(name, chunks, valid, meta);
  }
}

/** Calls `use` with each chunk's values and the row at which they begin. */
function eachChunk(
  chunks: readonly ArrowChunk[],
  use: (values: ArrayLike<number | bigint>, length: number, start: number) => void,
): void {
  let start = 0;
  for (const { values, length } of chunks) {
    use(values as ArrayLike<number | bigint>, length, start);
    start += length;
  }
}

/** Number of rows, checked against the values that there are. */
function checkedLength(name: string, chunks: readonly ArrowChunk[]): number {
  for (const { values, length } of chunks) requireLength(name, 'values', values?.length ?? 0, length);
  return lengthOf(name, chunks);
}

function readIntegers(
  name: string,
  chunks: readonly ArrowChunk[],
  valid: Uint8Array | null,
  meta: Partial<ColumnMeta>,
): StoredColumn {
  const { bitWidth = 32, signed, isSigned } = chunks[0].type;
  const unsigned = (signed ?? isSigned) === false;
  const length = checkedLength(name, chunks);
  if (bitWidth === 64) return stored('int64', bigIntegers(name, chunks, length, valid), valid, meta);
  if (bitWidth === 32 && unsigned) return stored('float64', numbersOf(name, chunks, valid), null, meta);
  const out = bitWidth === 8 && unsigned ? new Uint8Array(length) : new Int32Array(length);
  eachChunk(chunks, (values, n, start) => {
    for (let i = 0; i < n; i++) out[start + i] = values[i] as number;
  });
  return out instanceof Uint8Array ? stored('uint8', out, valid, meta) : stored('int32', out, valid, meta);
}

function bigIntegers(
  name: string,
  chunks: readonly ArrowChunk[],
  length: number,
  valid: Uint8Array | null,
): BigInt64Array {
  const out = new BigInt64Array(length);
  eachChunk(chunks, (values, n, start) => {
    for (let i = 0; i < n; i++) out[start + i] = values[i] as bigint;
    if (!(values instanceof BigUint64Array)) return;
    for (let i = start; i < start + n; i++)
      if (out[i] < 0n && valid?.[i] !== 0)
        throw new PhotometryError(
          'unsupported',
          `Column '${name}' holds ${values[i - start]} in row ${i}; whole numbers of 2^63 and more are not kept. Leave the column out with { columns }`,
          { column: name, row: i },
        );
  });
  return out;
}

/** Values of any numeric type as float64; NaN where they are missing. */
function numbersOf(name: string, chunks: readonly ArrowChunk[], valid: Uint8Array | null): Float64Array {
  const out = new Float64Array(checkedLength(name, chunks));
  eachChunk(chunks, (values, n, start) => {
    for (let i = 0; i < n; i++) out[start + i] = valid?.[start + i] === 0 ? NaN : Number(values[i]);
  });
  return out;
}

function readFloats(name: string, chunks: readonly ArrowChunk[], meta: Partial<ColumnMeta>): StoredColumn {
  const valid = validityOf(name, chunks);
  const length = checkedLength(name, chunks);
  const { precision } = chunks[0].type;
  if (precision === 2) return stored('float64', numbersOf(name, chunks, valid), null, meta);
  const out = new Float32Array(length);
  eachChunk(chunks, (values, n, start) => {
    const numbers = precision === 0 ? halfFloats(values as Uint16Array, n) : values;
    for (let i = 0; i < n; i++) out[start + i] = valid?.[start + i] === 0 ? NaN : (numbers[i] as number);
  });
  return stored('float32', out, null, meta);
}

function booleansOf(name: string, chunks: readonly ArrowChunk[]): Uint8Array {
  for (const { values, length, bitOffset } of chunks)
    requireLength(name, 'bits', 8 * (values?.length ?? 0), length + bitOffset);
  const out = new Uint8Array(lengthOf(name, chunks));
  let row = 0;
  for (const { values, length, bitOffset } of chunks) {
    const bits = values as Uint8Array;
    for (let bit = bitOffset; bit < bitOffset + length; bit++) out[row++] = (bits[bit >> 3] >> (bit & 7)) & 1;
  }
  return out;
}

/** Dates with `perMillisecond` ticks per millisecond; negative: milliseconds per tick. */
function readDates(
  name: string,
  chunks: readonly ArrowChunk[],
  perMillisecond: number,
  valid: Uint8Array | null,
  meta: Partial<ColumnMeta>,
): StoredColumn {
  const out = new Float64Array(checkedLength(name, chunks));
  eachChunk(chunks, (values, n, start) => {
    for (let i = 0; i < n; i++)
      out[start + i] = valid?.[start + i] === 0 ? NaN : millisecondsOf(values[i], perMillisecond);
  });
  return stored('date', out, valid, meta);
}

/** A dictionary: texts are resolved row by row, other values use the dictionary of the first chunk. */
function readDictionary(
  name: string,
  chunks: readonly ArrowChunk[],
  valid: Uint8Array | null,
  meta: Partial<ColumnMeta>,
): StoredColumn {
  const { type, dictionary } = chunks[0];
  const wordType = type.dictionary?.typeId;
  if (wordType === Id.utf8 || wordType === Id.largeUtf8)
    return stored('string', dictionaryTexts(name, chunks, valid), valid, meta);
  if (dictionary === undefined || chunks.some(chunk => chunk.dictionary !== dictionary))
    return jsonTexts(name, chunks, valid, meta);
  const words = readArrowColumn(name, chunksOf(dictionary), meta);
  const keys = numbersOf(name, chunks, valid);
  const rows = Uint32Array.from(keys, key => (Number.isNaN(key) ? 0 : key));
  for (const [row, key] of keys.entries())
    if (!(key < words.values.length) && valid?.[row] !== 0) noWord(name, row, key);
  if (words.values.length === 0) return stored('float64', new Float64Array(rows.length).fill(NaN), null, meta);
  const { kind, values } = takeRows(words, rows);
  return stored(kind, values, valid, meta);
}

function dictionaryTexts(name: string, chunks: readonly ArrowChunk[], valid: Uint8Array | null): string[] {
  const texts = new Array<string>(checkedLength(name, chunks)).fill('');
  let row = 0;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++, row++) {
      if (valid?.[row] === 0) continue;
      const text = chunk.get(i);
      if (typeof text !== 'string') noWord(name, row, Number(chunk.values?.[i]));
      texts[row] = text;
    }
  }
  return texts;
}

function noWord(name: string, row: number, key: number): never {
  throw new PhotometryError(
    'bad-table',
    `Column '${name}' refers in row ${row} to dictionary entry ${key}, which does not exist`,
    {
      column: name,
      row,
    },
  );
}
