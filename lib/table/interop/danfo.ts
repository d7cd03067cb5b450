/**
 * Danfo's DataFrames, to and fro.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored, valueAt } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { freeName } from './free-name.js';
import type { Columns, MetaFor } from './from-rows.js';
import { maskOf, storeCells } from './store-cells.js';

/** What is read of danfo's DataFrame. */
interface DanfoFrame {
  readonly columns: readonly unknown[];
  readonly dtypes: readonly string[];
  readonly shape: readonly number[];
  column(name: never): { readonly values: unknown };
}

/** What is used of the danfo module, danfojs-node or danfojs: `import * as dfd from 'danfojs-node'`. */
export interface DanfoModule {
  /** The module's DataFrame class. */
  readonly DataFrame: new (
    data: never,
    options?: never,
  ) => unknown;
}

/** A DataFrame of the danfo module that was passed. */
export type DanfoFrameOf<M extends DanfoModule> = InstanceType<M['DataFrame']>;

/** Whether a value is a danfo DataFrame. */
export function isDanfoFrame(value: unknown): value is DanfoFrame {
  const frame = value as (Partial<DanfoFrame> & { readonly ctypes?: unknown; readonly iloc?: unknown }) | null;
  return (
    typeof frame === 'object' &&
    frame !== null &&
    typeof frame.column === 'function' &&
    typeof frame.iloc === 'function' &&
    Array.isArray(frame.columns) &&
    Array.isArray(frame.dtypes)
  );
}

/**
 * The columns of a DataFrame: its int32 stays int32 where the values allow, other numbers become float64, its
 * datetimes dates. null, undefined and, but for numbers, NaN are missing.
 */
export function fromDanfo(frame: DanfoFrame, metaFor: MetaFor): Columns {
  const columns: Columns = new Map();
  for (const [i, label] of frame.columns.entries()) {
    const name = freeName(String(label), columns);
    const cells = frame.shape[0] === 0 ? [] : (frame.column(label as never).values as readonly unknown[]);
    columns.set(name, storeSeries(name, cells, frame.dtypes[i], metaFor));
  }
  return columns;
}

function storeSeries(name: string, cells: readonly unknown[], dtype: string, metaFor: MetaFor): StoredColumn {
  if (dtype === 'int32' && cells.every(isInt32OrMissing)) {
    const values = Int32Array.from(cells, cell => (cell ?? 0) as number);
    return stored('int32', values, maskOf(cells), metaFor(name));
  }
  const isNumber = dtype === 'float32' || dtype === 'int32';
  return storeCells(name, isNumber ? cells : cells.map(cell => (Number.isNaN(cell) ? null : cell)), metaFor(name));
}

function isInt32OrMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === 'number' && cell === (cell | 0));
}

/**
 * A DataFrame with the same columns, in danfo's own types.
 *
 * Numbers become its `float32` or `int32` (danfo stores both as JavaScript numbers; its arithmetic on whole
 * DataFrames rounds to float32 with the real TensorFlow), bigints numbers if all of a column are below 2^53
 * and texts otherwise, a column of vectors one column per element: `flux_0`, `flux_1`. Missing values are NaN in
 * columns of numbers and undefined elsewhere. Units and descriptions are lost.
 *
 * @throws PhotometryError `unsupported` for a column of lists; `duplicate-column` if `flux_0` is there already
 */
export function toDanfo<M extends DanfoModule>(data: TableData, danfo: M): DanfoFrameOf<M> {
  if (typeof danfo?.DataFrame !== 'function')
    throw new PhotometryError(
      'bad-argument',
      "toDanfo takes the danfo module: table.toDanfo(dfd) after import * as dfd from 'danfojs-node'",
    );
  const series = [...data.stored].flatMap(([name, column]) => seriesOf(name, column, data.length));
  const names = series.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new PhotometryError('duplicate-column', `Two columns would be '${twice}' in danfo; rename one`, {
      column: twice,
    });
  const rows = Array.from({ length: data.length }, (_, row) => series.map(({ cells }) => cells[row]));
  const options = { columns: names, dtypes: series.map(({ dtype }) => dtype) };
  return new danfo.DataFrame(rows as never, options as never) as DanfoFrameOf<M>;
}

/** A column of a DataFrame. */
interface Series {
  readonly name: string;
  readonly dtype: 'float32' | 'int32' | 'string' | 'boolean' | 'datetime';
  readonly cells: ArrayLike<unknown>;
}

function seriesOf(name: string, column: StoredColumn, length: number): Series[] {
  const { kind, valid } = column;
  const cell = (row: number): unknown => valueAt(column, row) ?? undefined;
  const cells = (): unknown[] => Array.from({ length }, (_, row) => cell(row));
  const numbers = (): number[] => Array.from({ length }, (_, row) => Number(cell(row) ?? NaN));
  switch (kind) {
    case 'float64':
    case 'float32':
      return [{ name, dtype: 'float32', cells: column.values }];
    case 'int32':
    case 'uint8':
      return [{ name, dtype: valid === null ? 'int32' : 'float32', cells: numbers() }];
    case 'int64': {
      const isSafe = column.values.every(value => Number.isSafeInteger(Number(value)));
      if (!isSafe) return [{ name, dtype: 'string', cells: cells().map(value => value && String(value)) }];
      return [{ name, dtype: valid === null ? 'int32' : 'float32', cells: numbers() }];
    }
    case 'boolean':
      return [{ name, dtype: 'boolean', cells: cells() }];
    case 'string':
      return [{ name, dtype: 'string', cells: cells() }];
    case 'date':
      return [{ name, dtype: 'datetime', cells: cells() }];
    case 'vector':
      return vectorSeries(name, column);
    case 'list':
      throw new PhotometryError(
        'unsupported',
        `Column '${name}' holds lists, which danfo cannot represent; drop it first`,
        { column: name },
      );
  }
}

/** One series for each element of the vectors. */
function vectorSeries(name: string, { values, valid }: Extract<StoredColumn, { kind: 'vector' }>): Series[] {
  const { data, width, element, length } = values;
  return Array.from({ length: width }, (_, k) => {
    const cells = Array.from({ length }, (_, row) => elementCell(data[row * width + k], element, valid?.[row] !== 0));
    const dtype = element === 'string' || element === 'boolean' ? element : 'float32';
    return { name: `${name}_${k}`, dtype, cells };
  });
}

function elementCell(value: number | bigint | string, element: string, isPresent: boolean): unknown {
  if (element === 'string') return isPresent ? value : undefined;
  if (element === 'boolean') return isPresent ? value === 1 : undefined;
  return isPresent ? Number(value) : NaN;
}
