/**
 * VOTables as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

/**
 * VOTable 1.0 to 1.5 (`.vot`, `.votable`, `.xml`).
 *
 * Of several tables `table` chooses one by name, ID or number from 0; without it the first that has rows
 * is read. With `rows`, nothing after the last of them is read. A column has the name of its FIELD. Empty cells, `VALUES null` and BINARY2's flags are
 * missing values; text in a real column that is not a number becomes NaN; integers beyond a type's range
 * become the nearest it has, and texts longer than declared are cut, each with a warning. Parameters are
 * in `meta` by name; INFO, COOSYS, TIMESYS, GROUP and the rest in `meta.votable`. White space around a text
 * of TABLEDATA does not count.
 *
 * Written is VOTable 1.4, as TABLEDATA or with `compress: 'BINARY2'`. Numbers keep every digit. TABLEDATA
 * cannot distinguish an empty text or list from a missing one; BINARY2 can.
 */
export const votableFormat: TableFormat = {
  name: 'votable',
  extensions: ['.vot', '.votable', '.xml'],
  recognizes: head => /^\s*<[?!\w]/.test(asText(head)) && /<([\w.-]+:)?VOTABLE[\s>]/.test(asText(head)),
  readsRows: true,
  read: async (...all) => (await import('./read/read-votable.js')).readVotable(...all),
  write: async (...all) => (await import('./write/write-votable.js')).writeVotable(...all),
};

/** Bytes as characters of Latin-1, without a byte order mark. */
function asText(head: Uint8Array): string {
  let text = '';
  for (const byte of head.subarray(0, 4096)) text += String.fromCharCode(byte);
  return text.replace(/^\xef\xbb\xbf/, '');
}
