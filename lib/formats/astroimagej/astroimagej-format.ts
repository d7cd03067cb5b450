/**
 * Measurement tables of AstroImageJ as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

/** A header line of AstroImageJ: tabs, and names that only it uses. */
const HEADER =
  /(^|\t)(slice|Slice|Label)\t(.*\t)?(JD_UTC|J\.D\.-2400000|JD_SOBS|rel_flux_T1|Source-Sky_[TC]\d+|tot_C_cnts)(\t|$)/;

/**
 * AstroImageJ's `Measurements.tbl` or `.xls` (in truth text between tabs), also `.csv` of older versions, known by their
 * header line. Heeds `decimal`, `delimiter` and `missing`.
 */
export const astroimagejFormat: TableFormat = {
  name: 'astroimagej',
  extensions: [],
  recognizes(head) {
    const [first = ''] = new TextDecoder().decode(head).split(/\r\n|\n|\r/);
    return HEADER.test(first) || (first.includes(',') && HEADER.test(first.replaceAll(',', '\t')));
  },
  read: async (file, options) =>
    (await import('./read-astroimagej.js')).readAstroimagej(await file.text(), { ...options, name: file.path }),
};
