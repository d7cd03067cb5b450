/**
 * ECSV as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

const SIGNATURE = /^\ufeff?\s*#\s*%ECSV \d/;

/** Enhanced CSV (`.ecsv`), astropy's text format with types, units and meta. Heeds `columns`, `delimiter`. */
export const ecsvFormat: TableFormat = {
  name: 'ecsv',
  extensions: ['.ecsv'],
  recognizes: head => SIGNATURE.test(new TextDecoder().decode(head.subarray(0, 64))),
  read: async (file, { columns }) => {
    const { readEcsv } = await import('./read-ecsv.js');
    return readEcsv(await file.text(), { columns, path: file.path });
  },
  write: async (data, _path, { delimiter }) => (await import('./write-ecsv.js')).writeEcsv(data, { delimiter }),
};
