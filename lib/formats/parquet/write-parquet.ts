/**
 * Tables as Parquet.
 *
 * @module
 */
import type { CompressionCodec, DecodedArray, SchemaElement } from 'hyparquet';
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import { type TableData, withRows } from '../../table/column/table-data.js';
import type { ElementArray, ElementKind } from '../../table/column/vectors.js';
import type { WriteTableOptions } from '../../table/files/formats.js';
import { arrowLibrary } from '../../table/interop/arrow/arrow-library.js';
import type { ArrowTypeFacts } from '../../table/interop/arrow/arrow-shape.js';
import { META_KEY, metaJson } from '../../table/interop/arrow/meta-json.js';
import { toArrow } from '../../table/interop/arrow/to-arrow.js';
import { sliceRows } from '../../table/rows/take-rows.js';
import { astropyHeader } from './astropy-header.js';
import { ARROW_KEY, ASTROPY_KEY, TEXT_LENGTH } from './parquet-facts.js';

/** What `compress` may be. */
const CODECS: Readonly<Record<string, CompressionCodec>> = {
  snappy: 'SNAPPY',
  none: 'UNCOMPRESSED',
  uncompressed: 'UNCOMPRESSED',
};

/** Rows that are packed together. */
const GROUP = 100_000;

/** A column as hyparquet-writer takes it. */
interface WrittenColumn {
  readonly schema: readonly SchemaElement[];
  readonly data: DecodedArray;
}

/** @throws PhotometryError `bad-argument` for a `compress` that is not known */
export async function writeParquet(data: TableData, path: string, options: WriteTableOptions): Promise<Uint8Array> {
  const { ByteWriter, parquetWrite } = await import('hyparquet-writer');
  const codec = CODECS[(options.compress ?? 'snappy').toLowerCase()];
  if (codec === undefined)
    throw new PhotometryError(
      'bad-argument',
      `${path}: compress must be 'snappy' or 'none' for Parquet, got '${options.compress}'`,
    );
  const columns = [...data.stored].map(([name, column]) => ({ name, ...writtenColumn(name, column, data.length) }));
  const root = { name: 'schema', num_children: columns.length };
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    columnData: columns.map(({ name, data: values }) => ({ name, data: values })),
    schema: [root, ...columns.flatMap(({ schema }) => schema)],
    codec,
    rowGroupSize: GROUP,
    createdBy: 'skyframe',
    kvMetadata: await keyValues(data),
  });
  return writer.getBytes();
}

/** astropy's header and lengths of texts, our meta, and Arrow's schema, in which pyarrow looks for the others. */
async function keyValues(data: TableData): Promise<{ key: string; value: string }[]> {
  const json = metaJson(data.meta);
  const pairs = [
    { key: ASTROPY_KEY, value: astropyHeader(data) },
    ...textLengths(data),
    ...(json === null ? [] : [{ key: META_KEY, value: json }]),
  ];
  const metadata = new Map(pairs.map(({ key, value }) => [key, value]));
  return [...pairs, { key: ARROW_KEY, value: await arrowSchema(data, metadata) }];
}

/** Arrow's schema as pyarrow writes it: a message of an Arrow stream in base64. */
async function arrowSchema(data: TableData, metadata: ReadonlyMap<string, string>): Promise<string> {
  const { tableToIPC, list } = arrowLibrary();
  const { schema } = toArrow(withRows(data, 0, column => sliceRows(column, 0, 0)));
  const fields = schema.fields.map(field => {
    const column = data.stored.get(field.name);
    if (column?.kind !== 'vector' || column.valid === null) return field;
    // pyarrow cannot read missing vectors of fixed size from Parquet: they are lists to it, and vectors to us
    const [child] = (field.type as ArrowTypeFacts).children ?? [];
    const facts = new Map([...(field.metadata ?? []), ['shape', column.values.shape.join(' ')] as const]);
    return { ...field, type: list(child as Parameters<typeof list>[0]), metadata: facts };
  });
  type FlechetteTable = Parameters<typeof tableToIPC>[0];
  const stream = tableToIPC({ schema: { ...schema, fields, metadata }, children: [] } as unknown as FlechetteTable, {});
  const bytes = stream as Uint8Array;
  const length = 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
  return btoa(Array.from(bytes.subarray(0, length), byte => String.fromCharCode(byte)).join(''));
}

/** How long the texts of each column are, which astropy needs to know where some are missing. */
function textLengths(data: TableData): { key: string; value: string }[] {
  return [...data.stored].flatMap(([name, column]) => {
    if (column.kind !== 'string') return [];
    const longest = column.values.reduce((most, text) => Math.max(most, text.length), 1);
    return [{ key: `${TEXT_LENGTH}${name}`, value: String(longest) }];
  });
}

function writtenColumn(name: string, column: StoredColumn, length: number): WrittenColumn {
  const { kind, values, valid } = column;
  const repetition = valid === null ? 'REQUIRED' : 'OPTIONAL';
  switch (kind) {
    case 'date':
      return writtenDates(name, values);
    case 'vector':
    case 'list': {
      const lists = Array.from({ length }, (_, row) =>
        valid?.[row] === 0
          ? null
          : Array.from(cellsOf(values.at(row) as ElementArray, values.element) as ArrayLike<unknown>),
      );
      return { schema: listSchema(name, repetition, values.element), data: lists };
    }
    default: {
      const schema = [{ name, repetition_type: repetition, ...TYPES[kind] } as const];
      const cells = cellsOf(values, kind);
      return {
        schema,
        data: valid === null ? cells : Array.from(cells, (cell, row) => (valid[row] === 0 ? null : cell)),
      };
    }
  }
}

/** Values as the writer takes them: booleans as such, texts in an array that is its own. */
function cellsOf(values: ElementArray, element: ElementKind): DecodedArray {
  if (element === 'boolean') return Array.from(values as Uint8Array, value => value === 1);
  return values as DecodedArray;
}

/** Ticks of milliseconds, or of microseconds if one has a fraction. */
function writtenDates(name: string, values: Float64Array): WrittenColumn {
  const isWhole = values.every(value => Number.isInteger(value) || !Number.isFinite(value));
  const unit = isWhole ? 'MILLIS' : 'MICROS';
  const data = Array.from(values, value =>
    !Number.isFinite(value) ? null : BigInt(isWhole ? value : Math.round(value * 1000)),
  );
  const schema: SchemaElement = {
    name,
    type: 'INT64',
    repetition_type: 'OPTIONAL',
    // no time zone: UTC is understood, and astropy refuses files with one
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit },
  };
  return { schema: [schema], data };
}

function listSchema(name: string, repetition: 'REQUIRED' | 'OPTIONAL', element: ElementKind): SchemaElement[] {
  return [
    { name, repetition_type: repetition, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', ...TYPES[element] },
  ];
}

type Physical = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>;

const TYPES: Readonly<Record<ElementKind, Physical>> = {
  float64: { type: 'DOUBLE' },
  float32: { type: 'FLOAT' },
  int32: { type: 'INT32' },
  // not the logical type INTEGER: hyparquet-writer 0.17 writes its width in a form that pyarrow refuses
  uint8: { type: 'INT32', converted_type: 'UINT_8' },
  int64: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  complex64: { type: 'FLOAT' },
  complex128: { type: 'DOUBLE' },
};
