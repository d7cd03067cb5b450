/**
 * An ECSV text to a table.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { ColumnMeta, StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import { type TextColumn, textColumn } from '../text/text-columns.js';
import { ArrayColumn, ComplexColumn, JsonColumn, ListColumn } from './array-columns.js';
import { toPrintf } from './column-format.js';
import { applyMasks, maskPairs, withoutMasks } from './masked-columns.js';
import { type EcsvColumn, type EcsvHeader, readHeader } from './read-header.js';
import { datesOf } from './serialized-columns.js';
import { RecordReader } from './split-records.js';
import { isRecord, type YamlRecord } from './yaml-read.js';

/** What the files of the Gaia archive have for a missing value; a text in a column of text. */
const NULL = 'null';

/** Settings of {@link readEcsv}. */
interface EcsvReadOptions {
  /** Read only these columns. */
  readonly columns?: readonly string[];
  /** The file, for messages. */
  readonly path?: string;
}

/**
 * Reads ECSV, versions 0.9 and 1.0, with blanks or commas between the cells.
 *
 * An empty cell is missing: NaN in a column of floats, else null; so is an empty text, as in astropy, and
 * `null` in a column that is not of text, which is how the Gaia archive has it.
 * int8, int16 and uint16 are kept as int32, uint32 as float64, uint64 as int64, float16 as float32,
 * float128 as float64. Arrays of one shape become vectors, arrays of several lengths lists; cells of
 * subtype `json` become what they are: numbers, texts, vectors, else text in JSON.
 *
 * Columns that together make up an object of astropy (SkyCoord, Time, Quantity) stay plain columns, and
 * their description stays in `meta.__serialized_columns__`, from which the writer makes them whole again.
 * A Time in UTC written as ISO text becomes a column of dates, and a column that is described as the mask of
 * another is put on that and taken away. Attributes of columns that ours do not have
 * stay in `meta.columnMeta`.
 *
 * @throws PhotometryError `bad-table` naming line and column
 * @see https://github.com/astropy/astropy-APEs/blob/main/APE6.rst
 */
export async function readEcsv(text: string, options: EcsvReadOptions = {}): Promise<TableData> {
  const { path = 'table.ecsv', columns: wanted } = options;
  const header = await readHeader(text, path);
  const pairs = maskPairs(header.meta);
  const masks = pairs.filter(({ data }) => wanted?.includes(data)).map(({ mask }) => mask);
  const builders = header.columns.map(column =>
    wanted === undefined || wanted.includes(column.name) || masks.includes(column.name)
      ? builderOf(column, path)
      : null,
  );
  const length = readRows(text, header, builders, path);

  const stored = new Map<string, StoredColumn>();
  const columnMeta: [string, YamlRecord][] = [];
  for (const [i, column] of header.columns.entries()) {
    const builder = builders[i];
    if (builder === null) continue;
    const { meta, rest } = attributesOf(column.attributes);
    stored.set(column.name, finished(builder, meta, column.name, path));
    if (Object.keys(rest).length > 0) columnMeta.push([column.name, rest]);
  }
  applyMasks(stored, pairs);
  for (const [name, dates] of datesOf(stored, header.meta)) stored.set(name, dates);
  const facts = pairs.length === 0 ? header.meta : withoutMasks(header.meta);
  const meta = columnMeta.length === 0 ? facts : { ...facts, columnMeta: Object.fromEntries(columnMeta) };
  return { stored, length, meta: Object.freeze({ ...meta }), provenance: [] };
}

/** Sends every cell to its column. Gives the number of rows. */
function readRows(text: string, header: EcsvHeader, builders: readonly (TextColumn | null)[], path: string): number {
  const reader = new RecordReader(text, header.rows, header.delimiter, path);
  const { columns } = header;
  let rows = 0;
  while (reader.next()) {
    const { cells, line } = reader;
    if (cells.length !== columns.length)
      throw new PhotometryError(
        'bad-table',
        `${path}, line ${line}: ${cells.length} cells, but the header describes ${columns.length} columns`,
        { path, line },
      );
    for (let i = 0; i < cells.length; i++) {
      const builder = builders[i];
      if (builder === null) continue;
      if (cells[i] === '' || (cells[i] === NULL && !isText(columns[i]))) builder.addMissing();
      else if (!builder.add(cells[i])) badCell(cells[i], columns[i], line, path);
    }
    rows++;
  }
  return rows;
}

/** Whether the cells are texts, and not arrays or numbers written as text. */
function isText({ type, datatype, shape, subtype }: EcsvColumn): boolean {
  return type.kind === 'string' && shape === null && subtype !== 'json' && !datatype.startsWith('complex');
}

function badCell(cell: string, { name, datatype, subtype }: EcsvColumn, line: number, path: string): never {
  const expected = subtype === '' ? datatype : `${subtype} in JSON`;
  const got = cell.length > 40 ? `${cell.slice(0, 40)}...` : cell;
  throw new PhotometryError(
    'bad-table',
    `${path}, line ${line}, column '${name}': expected ${expected}, got '${got}'`,
    {
      path,
      line,
      column: name,
    },
  );
}

function builderOf({ name, datatype, subtype, type, shape, elements }: EcsvColumn, path: string): TextColumn {
  if (datatype === 'complex64' || datatype === 'complex128') return new ComplexColumn(datatype);
  if (subtype === 'json' || (shape !== null && elements === undefined)) return new JsonColumn();
  if (shape === null || elements === undefined) return textColumn(type.kind, type.range);
  if (shape.at(-1) === null) return shape.length === 1 ? new ListColumn(elements.element) : textColumn('string');
  const axes = shape.map(Number);
  if (shape.includes(null) || !axes.every(axis => Number.isInteger(axis) && axis > 0))
    throw new PhotometryError('unsupported', `${path}, column '${name}': arrays of subtype ${subtype} cannot be held`, {
      path,
      column: name,
    });
  return new ArrayColumn(elements.element, axes);
}

function finished(builder: TextColumn, meta: Partial<ColumnMeta>, name: string, path: string): StoredColumn {
  try {
    return builder.finish(meta);
  } catch (error) {
    if (!(error instanceof PhotometryError)) throw error;
    throw new PhotometryError(error.code, `${path}, column '${name}': ${error.message}`, { path, column: name });
  }
}

/** What our columns hold of a column's attributes, and the rest. */
function attributesOf(attributes: YamlRecord): { meta: Partial<ColumnMeta>; rest: YamlRecord } {
  const { unit, description, format, meta, name: _name, datatype: _type, subtype: _subtype, ...others } = attributes;
  const { ucd, ...inner } = isRecord(meta) ? meta : {};
  const printf = typeof format === 'string' ? toPrintf(format) : null;
  const rest = {
    ...others,
    ...(format !== undefined && printf === null ? { format } : {}),
    ...(ucd !== undefined && typeof ucd !== 'string' ? { ucd } : {}),
    ...inner,
  };
  return {
    meta: {
      unit: textOf(unit),
      description: textOf(description),
      ucd: typeof ucd === 'string' ? ucd : '',
      format: printf ?? '',
    },
    rest,
  };
}

/** A text, or a number or word that YAML has converted; the name of a tagged unit. */
function textOf(value: YamlRecord[string] | undefined): string {
  if (value === null || value === undefined) return '';
  if (isRecord(value)) return textOf(value.unit ?? value.yamlValue);
  return String(value);
}
