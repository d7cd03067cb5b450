/**
 * Ephemerides of JPL Horizons as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

/** What Horizons writes above its tables. */
const MARKS = /\$\$SOE|JPL\/HORIZONS|Ephemeris \/ (API_USER|WWW_USER|PORT_LOGIN|MAIL_REQUEST)/;

/**
 * Text of JPL Horizons: observer tables, with commas (CSV_FORMAT) or in columns, tables of vectors and of elements. Known by
 * its first lines. Cannot be written.
 */
export const horizonsFormat: TableFormat = {
  name: 'horizons',
  extensions: [],
  recognizes: head => MARKS.test(new TextDecoder().decode(head)),
  read: async file => (await import('./read-horizons.js')).readHorizons(await file.text(), file.path),
};
