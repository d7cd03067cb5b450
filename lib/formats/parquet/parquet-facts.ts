/**
 * Units, descriptions and meta of a Parquet file: from Arrow's schema, which pyarrow, polars, LSST and we write into
 * it, from the YAML header of astropy, and from the VOTable in files of the Virtual Observatory.
 *
 * @module
 */
import type { FileMetaData } from 'hyparquet';
import type { ColumnMeta } from '../../table/column/stored-column.js';
import { arrowLibrary } from '../../table/interop/arrow/arrow-library.js';
import {
  type ArrowField,
  type ArrowTable,
  type ArrowTypeFacts,
  ArrowTypeId,
} from '../../table/interop/arrow/arrow-shape.js';
import { metaOf, metaOfField } from '../../table/interop/arrow/from-arrow.js';
import { META_KEY } from '../../table/interop/arrow/meta-json.js';
import { checkIpc } from '../arrow/check-ipc.js';
import { isRecord, readYaml, type YamlRecord, type YamlValue } from '../ecsv/yaml-read.js';
import { VO_KEY, VO_VERSION_KEY, voColumns } from './vo-columns.js';

/** Key of Arrow's schema. */
export const ARROW_KEY = 'ARROW:schema';
/** Key of astropy's header. */
export const ASTROPY_KEY = 'table_meta_yaml';
/** What the key begins with under which astropy notes the length of a column's texts. */
export const TEXT_LENGTH = 'table::len::';

/** Keys that describe how to read the file and are not meta of the table. */
const FOR_READERS: readonly string[] = [ARROW_KEY, ASTROPY_KEY, VO_KEY, VO_VERSION_KEY];

/** What a file contains in addition to its values. */
export interface ParquetFacts {
  /** Unit, description and so on of a column. */
  metaOf(name: string): Partial<ColumnMeta>;
  /** Numbers in each vector, null if a column is not one of vectors. */
  widthOf(name: string): number | null;
  /** The column's field in Arrow's schema. */
  fieldOf(name: string): ArrowField | undefined;
  /** Whether the writer knew Arrow, and so marked texts as texts. */
  readonly knowsArrow: boolean;
  /** Names of columns of booleans, and of the columns that they are the masks of. */
  readonly masks: ReadonlyMap<string, string>;
  readonly meta: Record<string, unknown>;
}

/** Reads the metadata next to the schema; what cannot be understood is left out. */
export async function parquetFacts(metadata: FileMetaData, path: string): Promise<ParquetFacts> {
  const texts = new Map((metadata.key_value_metadata ?? []).map(({ key, value = '' }) => [key, value]));
  const fields = new Map((await arrowFields(texts.get(ARROW_KEY), path)).map(field => [field.name, field]));
  const header = await astropyHeader(texts.get(ASTROPY_KEY), path);
  const described = new Map(columnsIn(header).map(column => [String(column.name), column]));
  const fromVo = await voColumns(texts.get(VO_KEY), path);
  const { __serialized_columns__: serialized, ...astropyMeta } = isRecord(header?.meta) ? header.meta : {};
  for (const key of [...texts.keys()]) if (FOR_READERS.includes(key) || key.startsWith(TEXT_LENGTH)) texts.delete(key);
  const isOurs = texts.has(META_KEY);
  return {
    metaOf: name => ({
      ...metaOfColumn(fromVo.get(name)),
      ...metaOfField(fields.get(name)?.metadata),
      ...metaOfHeader(described.get(name)),
    }),
    widthOf: name => widthOf(fields.get(name)),
    fieldOf: name => fields.get(name),
    knowsArrow: fields.size > 0,
    masks: masksIn(serialized),
    meta: isOurs ? metaOf(texts) : { ...metaOf(texts), ...astropyMeta },
  };
}

/** Shape of a list of fixed size, or of one whose shape was noted. */
function widthOf(field: ArrowField | undefined): number | null {
  const type: ArrowTypeFacts | undefined = field?.type;
  if (type?.typeId === ArrowTypeId.fixedSizeList) return type.stride ?? null;
  const shape = field?.metadata?.get('shape')?.split(' ').map(Number);
  if (shape === undefined) return null;
  const perElement = field?.metadata?.get('element')?.startsWith('complex') ? 2 : 1;
  const width = shape.reduce((product, axis) => product * axis, perElement);
  return Number.isSafeInteger(width) && width > 0 ? width : null;
}

async function arrowFields(text: string | undefined, path: string): Promise<readonly ArrowField[]> {
  if (text === undefined) return [];
  try {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    checkIpc(bytes, path);
    const { tableFromIPC } = arrowLibrary();
    return (tableFromIPC(bytes) as unknown as ArrowTable).schema.fields;
  } catch {
    return [];
  }
}

async function astropyHeader(text: string | undefined, path: string): Promise<YamlRecord | undefined> {
  if (text === undefined) return undefined;
  try {
    const header = await readYaml(text, path, 1);
    return isRecord(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

function columnsIn(header: YamlRecord | undefined): YamlRecord[] {
  return Array.isArray(header?.datatype) ? (header.datatype as readonly YamlValue[]).filter(isRecord) : [];
}

/** Unit, description and so on of a column of the VOTable, if present. */
function metaOfColumn(column: ColumnMeta | undefined): Partial<ColumnMeta> {
  const meta: Record<string, string> = {};
  for (const key of ['unit', 'description', 'ucd', 'format'] as const)
    if (column !== undefined && column[key] !== '') meta[key] = column[key];
  return meta;
}

function metaOfHeader(column: YamlRecord | undefined): Partial<ColumnMeta> {
  const meta: Record<string, string> = {};
  for (const key of ['unit', 'description', 'format'] as const) {
    const value = column?.[key];
    if (typeof value === 'string') meta[key] = value;
    else if (isRecord(value) && typeof value.unit === 'string') meta[key] = value.unit;
  }
  return meta;
}

/** astropy keeps a masked column as two: its values, and where they are missing. */
function masksIn(serialized: YamlValue | undefined): Map<string, string> {
  const masks = new Map<string, string>();
  if (!isRecord(serialized)) return masks;
  for (const [name, column] of Object.entries(serialized)) {
    if (!isRecord(column) || column.__class__ !== 'astropy.table.column.MaskedColumn') continue;
    if (isRecord(column.mask) && typeof column.mask.name === 'string') masks.set(column.mask.name, name);
  }
  return masks;
}
