/**
 * Table data from files of any registered format.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { withStep } from '../../core/provenance.js';
import type { Source } from '../../core/web-types.js';
import type { TableData } from '../column/table-data.js';
import { select } from '../verbs/select.js';
import { slice } from '../verbs/slice.js';
import { formatOf, type ReadTableOptions } from './formats.js';
import { applySchema } from './schema.js';
import { openTableFile } from './table-file.js';

/**
 * Reads the data of a table: what `readTable` does before it makes a `Catalog` of it.
 *
 * @throws PhotometryError `no-such-file`; `unsupported` format; `bad-table`, `bad-csv` and others of the
 *   format; `missing-column`; `bad-argument` for a column that is not what the schema says
 */
export async function readTableData(from: Source, options: ReadTableOptions = {}): Promise<TableData> {
  const { columns, rows, schema } = options;
  assertRows(rows);
  const { file, head, facts, close } = await openTableFile(from);
  const { path } = file;
  try {
    const format = formatOf(path, options.format, head);
    if (format.read === undefined)
      throw new PhotometryError('unsupported', `${path}: tables can be written to ${format.name}, not read`, { path });
    const isPart = format.readsRows === true && (columns !== undefined || rows !== undefined);
    const [whole, checked] = await Promise.all([format.read(file, options), facts(isPart)]);
    const kept = rows === undefined || format.readsRows ? whole : slice(whole, ...rows);
    const chosen = columns === undefined ? kept : select(kept, columns);
    const data = schema === undefined ? chosen : applySchema(chosen, schema, path);
    const step = { verb: 'readTable', options: { ...plainOptions(options), format: format.name }, files: [checked] };
    return { ...data, provenance: withStep(data.provenance, step) };
  } finally {
    await close();
  }
}

/** The options that chose what was read. */
function plainOptions({ hdu, table, columns, rows }: ReadTableOptions): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ hdu, table, columns, rows }).filter(([, value]) => value !== undefined));
}

function assertRows(rows: readonly [number, number] | undefined): void {
  if (rows === undefined) return;
  const [start, end] = rows;
  if (rows.length === 2 && Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start) return;
  throw new PhotometryError(
    'bad-argument',
    `rows must be [start, end] with whole numbers 0 <= start <= end, got [${rows.join(', ')}]`,
    { rows },
  );
}
