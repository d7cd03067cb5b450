/**
 * The AAVSO Extended File Format as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

const TYPE_LINE = /^#\s*TYPE\s*=\s*(EXTENDED|EXOPLANET)\s*$/i;
const EXOPLANET_LINE = /^#\s*TYPE\s*=\s*EXOPLANET\s*$/im;

/** Characters at the beginning in which the type stands. */
const HEAD_LENGTH = 2000;

/**
 * Observations for, or from, the AAVSO: the Extended File Format, and exoplanet reports. Files of it end in `.txt` or `.csv`: reading knows them by their first
 * lines, writing needs `{ format: 'aavso' }` or a name that ends in `.aavso`. Heeds `delimiter`.
 */
export const aavsoFormat: TableFormat = {
  name: 'aavso',
  extensions: ['.aavso'],
  recognizes(head) {
    if (head[0] !== 0x23) return false; // #
    const lines = new TextDecoder().decode(head.subarray(0, HEAD_LENGTH)).split(/\r\n|\n|\r/);
    return lines.some(line => TYPE_LINE.test(line));
  },
  async read(file) {
    const text = await file.text();
    if (EXOPLANET_LINE.test(text.slice(0, HEAD_LENGTH)))
      return (await import('./exoplanet.js')).readExoplanet(text, file.path);
    return (await import('./read-aavso.js')).readAavso(text, file.path);
  },
  async write(data, _path, { delimiter }) {
    if (data.meta.TYPE === 'EXOPLANET') return (await import('./exoplanet.js')).writeExoplanet(data);
    return (await import('./write-aavso.js')).writeAavso(data, delimiter);
  },
};
