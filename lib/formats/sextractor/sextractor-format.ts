/**
 * SExtractor's ASCII_HEAD catalogues as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

/**
 * Catalogues of CATALOG_TYPE ASCII_HEAD (`.cat`, `.sex`).
 *
 * A parameter with several values, as MAG_APER, takes several columns: `MAG_APER`, `MAG_APER_1`, `MAG_APER_2`.
 * Whole numbers are int32 (int64 if they need it), others float64. Units are as in the header, without brackets.
 * Values that SExtractor writes for what it could not measure (99) stay. Cannot be written.
 */
export const sextractorFormat: TableFormat = {
  name: 'sextractor',
  extensions: ['.cat', '.sex'],
  recognizes: head => beginsLikeCatalogue(String.fromCharCode(...head.subarray(0, 500))),
  read: async (...all) => (await import('./read-sextractor.js')).readSextractor(...all),
};

const NUMBERED = /^\s*#\s*\d+\s+[A-Z][A-Z0-9_-]*(\s|$)/;

/** Whether the first line names column 1 and the second another column, or holds numbers. */
function beginsLikeCatalogue(text: string): boolean {
  const [first, second = ''] = text.split('\n');
  return (
    NUMBERED.test(first) &&
    /^\s*#\s*1\s/.test(first) &&
    (NUMBERED.test(second) || /^[\s\d.+-]*$/.test(second.slice(0, 20)))
  );
}
