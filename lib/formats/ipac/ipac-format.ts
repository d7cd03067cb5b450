/**
 * IPAC tables as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';
import { looksLikeIpac } from './ipac-header.js';

/** IPAC's column-aligned tables (`.tbl`, `.ipac`), of IRSA and the NASA Exoplanet Archive. Heeds `columns`. */
export const ipacFormat: TableFormat = {
  name: 'ipac',
  extensions: ['.tbl', '.ipac'],
  recognizes(head) {
    if (head[0] !== 0x5c && head[0] !== 0x7c) return false; // \ or |
    return looksLikeIpac(new TextDecoder().decode(head).split(/\r\n|\n|\r/));
  },
  read: async (file, { columns }) => {
    const { readIpac } = await import('./read-ipac.js');
    return readIpac(await file.text(), { columns, path: file.path });
  },
  write: async data => (await import('./write-ipac.js')).writeIpac(data),
};
