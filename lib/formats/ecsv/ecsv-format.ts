/**
 * ECSV as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';
import { readEcsv } from './read-ecsv.js';
import { writeEcsv } from './write-ecsv.js';

const SIGNATURE = /^\ufeff?\s*#\s*%ECSV \d/;

/** Enhanced CSV (`.ecsv`), astropy's text format with types, units and meta. Heeds `columns`, `delimiter`. */
export const ecsvFormat: TableFormat = {
  name: 'ecsv',
  extensions: ['.ecsv'],
  recognizes: head => SIGNATURE.test(new TextDecoder().decode(head.subarray(0, 64))),
  read: async (file, { columns }) => readEcsv(await file.text(), { columns, path: file.path }),
  write: (data, _path, { delimiter }) => writeEcsv(data, { delimiter }),
};
