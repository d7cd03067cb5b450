/**
 * SExtractor's ASCII_HEAD catalogues as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/formats.js';
import { readSextractor } from './read-sextractor.js';

/**
 * Catalogues of CATALOG_TYPE ASCII_HEAD (`.cat`, `.sex`).
 *
 * A parameter with several values, as MAG_APER, takes several columns: `MAG_APER`, `MAG_APER_1`, `MAG_APER_2`.
 * Whole numbers are int32 (int64 if they need it), others float64. Units stand as in the header, without brackets.
 * Values that SExtractor writes for what it could not measure (99) stay. Cannot be written.
 */
export const sextractorFormat: TableFormat = {
  name: 'sextractor',
  extensions: ['.cat', '.sex'],
  recognizes: head => /^\s*#\s*1\s+[A-Z][-\w]*([ \t]|\r?\n|$)/.test(String.fromCharCode(...head.subarray(0, 200))),
  read: readSextractor,
};
