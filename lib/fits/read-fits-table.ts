/**
 * The table of an HDU of an open file.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { withStep } from '../core/provenance.js';
import type { TableData } from '../table/table-data.js';
import { select } from '../table/verbs/select.js';
import { slice } from '../table/verbs/slice.js';
import type { Hdu } from './hdu.js';
import type { FitsSource } from './open-fits.js';
import { readGroups } from './random-groups.js';
import { type ReadTableHduOptions, readTableHdu } from './tables/read-table-hdu.js';

/** Settings of {@link readFitsTable}. */
export interface ReadFitsTableOptions extends ReadTableHduOptions {}

/**
 * Reads a table: of the HDU asked for, else of the first that is a table with rows, else of the first table.
 *
 * @throws PhotometryError `no-such-hdu` if there is no table; `bad-argument` if the HDU is none; `bad-table` and others
 */
export async function readFitsTable(
  file: FitsSource,
  which: number | string | undefined,
  options: ReadFitsTableOptions = {},
): Promise<TableData> {
  const { bytes, path } = file;
  const hdu = which === undefined ? firstTable(file) : file.hdu(which);
  const data =
    hdu.kind === 'groups'
      ? part(await readGroups(bytes, hdu, path), options)
      : await readTableHdu(bytes, hdu, path, options);
  const { columns, rows } = options;
  const step = { hdu: hdu.index, ...(columns ? { columns } : {}), ...(rows ? { rows } : {}) };
  const provenance = withStep(data.provenance, { verb: 'readTable', options: step, files: [{ path, sha256: '' }] });
  return { ...data, provenance };
}

function part(data: TableData, { columns, rows }: ReadFitsTableOptions): TableData {
  const kept = rows === undefined ? data : slice(data, ...rows);
  return columns === undefined ? kept : select(kept, columns);
}

function firstTable({ hdus, path }: FitsSource): Hdu {
  const tables = hdus.filter(({ kind }) => kind === 'bintable' || kind === 'table' || kind === 'groups');
  const found = tables.find(({ kind, shape }) => kind === 'groups' || shape[1] > 0) ?? tables[0];
  if (found !== undefined) return found;
  const list = hdus.map(({ index, name, kind }) => `${index} ${name || '-'} (${kind})`).join(', ');
  throw new PhotometryError('no-such-hdu', `${path} has no table; its HDUs: ${list}`, { path });
}
