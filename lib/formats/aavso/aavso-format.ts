/**
 * The AAVSO Extended File Format as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

const TYPE_LINE = /^#\s*TYPE\s*=\s*EXTENDED\s*$/i;

/**
 * Observations for, or from, the AAVSO. Files of it end in `.txt` or `.csv`: reading knows them by their first
 * lines, writing needs `{ format: 'aavso' }` or a name that ends in `.aavso`. Heeds `delimiter`.
 */
export const aavsoFormat: TableFormat = {
  name: 'aavso',
  extensions: ['.aavso'],
  recognizes(head) {
    if (head[0] !== 0x23) return false; // #
    const lines = new TextDecoder().decode(head.subarray(0, 2000)).split(/\r\n|\n|\r/);
    return lines.some(line => TYPE_LINE.test(line));
  },
  read: async file => (await import('./read-aavso.js')).readAavso(await file.text(), file.path),
  write: async (data, _path, { delimiter }) => (await import('./write-aavso.js')).writeAavso(data, delimiter),
};
