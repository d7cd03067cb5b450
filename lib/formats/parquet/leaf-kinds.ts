/**
 * What the types of Parquet columns become.
 *
 * @module
 */
import type { SchemaElement } from 'hyparquet';
import { type ArrowField, type ArrowTypeFacts, ArrowTypeId } from '../../table/interop/arrow/arrow-shape.js';

/** How the raw values of a leaf are stored. */
type LeafKind =
  | 'float64'
  | 'float32'
  | 'int32'
  | 'uint8'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'boolean'
  | 'string'
  | 'date'
  | 'decimal'
  | 'bytes'
  | 'fixed';

/** How a leaf is read. */
export interface Leaf {
  readonly kind: LeafKind;
  /** The type for hyparquet, without the parts that are interpreted here. */
  readonly element: SchemaElement;
  /** Dates: ticks in a millisecond, negative for milliseconds in a tick. */
  readonly perMillisecond?: number;
  /** Unit that comes with the type: `ms` of a time of day. */
  readonly unit?: string;
}

const DAY = 86_400_000;
const TICKS: Readonly<Record<string, number>> = { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 };
const UNITS: Readonly<Record<string, string>> = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' };

/**
 * How the values of a leaf are read.
 *
 * @param field the column in Arrow's schema, which alone distinguishes durations from whole numbers
 * @param bytesAreText whether byte arrays that are not marked as text are text all the same, as old writers left them
 */
export function leafOf(element: SchemaElement, bytesAreText: boolean, field?: ArrowField): Leaf {
  const plain: SchemaElement = { ...element, converted_type: undefined, logical_type: undefined };
  const arrow: ArrowTypeFacts | undefined = field?.type;
  if (arrow?.typeId === ArrowTypeId.duration)
    return { kind: 'float64', element: plain, unit: ['s', 'ms', 'us', 'ns'][arrow.unit ?? 1] };
  if (arrow?.typeId === ArrowTypeId.null || element.logical_type?.type === 'NULL')
    return { kind: 'float64', element: plain };
  const { converted_type: converted = '', logical_type: logical } = element;
  const unsigned = converted.startsWith('UINT') || (logical?.type === 'INTEGER' && !logical.isSigned);
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return { kind: 'decimal', element: plain };
  switch (element.type) {
    case 'BOOLEAN':
      return { kind: 'boolean', element: plain };
    case 'FLOAT':
      return { kind: 'float32', element: plain };
    case 'DOUBLE':
      return { kind: 'float64', element: plain };
    case 'INT32':
      return int32Leaf(plain, converted, logical, unsigned);
    case 'INT64':
      return int64Leaf(plain, converted, logical, unsigned);
    case 'INT96':
      return { kind: 'date', element: plain, perMillisecond: 1e6 };
    case 'BYTE_ARRAY':
      return byteLeaf(element, bytesAreText);
    default:
      if (logical?.type === 'FLOAT16') return { kind: 'float32', element };
      if (logical?.type === 'UUID') return { kind: 'string', element };
      return { kind: 'fixed', element: plain };
  }
}

type Logical = SchemaElement['logical_type'];

function int32Leaf(element: SchemaElement, converted: string, logical: Logical, unsigned: boolean): Leaf {
  if (converted === 'DATE' || logical?.type === 'DATE') return { kind: 'date', element, perMillisecond: -DAY };
  if (converted === 'TIME_MILLIS' || logical?.type === 'TIME') return { kind: 'float64', element, unit: 'ms' };
  const bits = logical?.type === 'INTEGER' ? logical.bitWidth : Number(converted.split('_')[1] ?? 32);
  if (unsigned) return { kind: bits === 8 ? 'uint8' : bits === 32 ? 'uint32' : 'int32', element };
  return { kind: 'int32', element };
}

function int64Leaf(element: SchemaElement, converted: string, logical: Logical, unsigned: boolean): Leaf {
  const unit = logical?.type === 'TIMESTAMP' || logical?.type === 'TIME' ? logical.unit : converted.split('_')[1];
  if (converted.startsWith('TIMESTAMP') || logical?.type === 'TIMESTAMP')
    return { kind: 'date', element, perMillisecond: TICKS[unit ?? 'MILLIS'] };
  if (converted.startsWith('TIME') || logical?.type === 'TIME')
    return { kind: 'float64', element, unit: UNITS[unit ?? 'MICROS'] };
  return { kind: unsigned ? 'uint64' : 'int64', element };
}

/** Text, JSON as the text that it is, or bytes. */
function byteLeaf(element: SchemaElement, bytesAreText: boolean): Leaf {
  const { converted_type: converted, logical_type: logical } = element;
  const isText =
    ['UTF8', 'ENUM', 'JSON'].includes(converted ?? '') || ['STRING', 'ENUM', 'JSON'].includes(logical?.type ?? '');
  if (isText || (bytesAreText && converted === undefined && logical === undefined))
    return { kind: 'string', element: { ...element, converted_type: 'UTF8', logical_type: { type: 'STRING' } } };
  return { kind: 'bytes', element: { ...element, converted_type: undefined, logical_type: undefined } };
}
