/**
 * Selects a table of a file and reads its data.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import type { TableData } from '../../table/column/table-data.js';
import { select } from '../../table/verbs/select.js';
import { slice } from '../../table/verbs/slice.js';
import { findHdu } from '../hdu/find-hdu.js';
import type { Hdu } from '../hdu/hdu.js';
import { readGroups } from '../pixels/random-groups.js';
import { isLdacHeader, readLdacHeader } from '../tables/read/ldac.js';
import { type ReadTableHduOptions, readTableHdu } from '../tables/read/read-table-hdu.js';

/** A file whose headers have been read. */
interface FileOfTables {
  readonly bytes: ByteSource;
  readonly path: string;
  readonly hdus: readonly Hdu[];
}

/**
 * Reads the table of an HDU; random groups are read as a table, too.
 *
 * The table of a FITS_LDAC file has the header of its image in `meta.imageHeader`, an object by keyword.
 *
 * @param which number or name of the HDU. Default: the first table with rows, or else the first table,
 *   skipping the one that holds the image's header in a FITS_LDAC file
 * @throws PhotometryError `no-such-hdu` if there is no table; `bad-argument` if the HDU is not a table; and those of
 *   `readTableHdu`
 */
export async function tableOfFile(
  { bytes, path, hdus }: FileOfTables,
  which: number | string | undefined,
  options: ReadTableHduOptions = {},
): Promise<{ hdu: Hdu; data: TableData }> {
  const hdu = which === undefined ? firstTable(hdus, path) : findHdu(hdus, which, path);
  if (hdu.kind === 'groups') return { hdu, data: part(await readGroups(bytes, hdu, path), options) };
  const data = await readTableHdu(bytes, hdu, path, options);
  const before = hdus[hdu.index - 1];
  if (before === undefined || isLdacHeader(hdu) || !isLdacHeader(before)) return { hdu, data };
  const imageHeader = await readLdacHeader(bytes, before);
  return { hdu, data: imageHeader === null ? data : { ...data, meta: Object.freeze({ ...data.meta, imageHeader }) } };
}

function part(data: TableData, { columns, rows }: ReadTableHduOptions): TableData {
  const kept = rows === undefined ? data : slice(data, ...rows);
  return columns === undefined ? kept : select(kept, columns);
}

function firstTable(hdus: readonly Hdu[], path: string): Hdu {
  const tables = hdus.filter(({ kind }) => kind === 'bintable' || kind === 'table' || kind === 'groups');
  const wanted = tables.filter(hdu => !isLdacHeader(hdu));
  const found = wanted.find(({ kind, shape }) => kind === 'groups' || shape[1] > 0) ?? wanted[0] ?? tables[0];
  if (found !== undefined) return found;
  const list = hdus.map(({ index, name, kind }) => `${index} ${name || '-'} (${kind})`).join(', ');
  throw new PhotometryError('no-such-hdu', `${path} has no table; its HDUs: ${list}`, { path });
}
