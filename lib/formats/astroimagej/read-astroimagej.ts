/**
 * Measurement tables of AstroImageJ.
 *
 * @module
 * @see Collins, K. A. et al. 2017, AJ 153, 77
 */
import { withMeta } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import type { CsvReadOptions } from '../../table/csv/csv-reader.js';
import { parseCsv } from '../../table/csv/parse-csv.js';

/** Units by the names of columns, without the star (`_T1`, `_C2`). */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [
    /^(JD_UTC|JD_SOBS|HJD_UTC|HJD_UTC_MOBS|BJD_TDB|BJD_TDB_MOBS|BJD_SOBS|J\.D\.-2400000|JD_UTC-2400000|BJD-2400000)$/,
    'd',
  ],
  [/^(EXPTIME|EXPOSURE)$/, 's'],
  [/^(X|Y)\((IJ|FITS)\)$/, 'px'],
  [
    /^(FWHM_Mean|FWHM|Width|X-Width|Y-Width|Source_Radius|Source_Rad|Sky_Rad\((min|max)\)|Sky_Inner_Radius|Sky_Outer_Radius)$/,
    'px',
  ],
  [/^(N_Src_Pixels|N_Sky_Pixels)$/, 'px^2'],
  [/^(RA|RAOBJ2K|RA_OBJ)$/, 'h'],
  [/^(DEC|DECOBJ2K|DEC_OBJ|ALT_OBJ|AZ_OBJ|Angle)$/, 'deg'],
  [/^(Source-Sky|Source_Error|Sky\/Pixel|Peak|Mean|tot_C_cnts|tot_C_err|Max)$/, 'adu'],
  [/^(Source_AMag|Source_AMag_Err)$/, 'mag'],
  [/^CCD-TEMP$/, 'deg C'],
];

/** What ends the name of a column of one star. */
const STAR = /_[TC]\d+$/;

/**
 * Reads a measurement table: one row a frame; the columns have their names in the file, with units where the program's are
 * known, and the numbers of the rows are in `row`. Right ascensions are in hours, as the program writes them; pixels of
 * `X(IJ)` count from 0 at the corner of the first pixel, those of `X(FITS)` from 1 at its centre.
 *
 * @throws PhotometryError `bad-csv` naming line and column
 */
export function readAstroimagej(text: string, options: CsvReadOptions = {}): TableData {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const { columns: _chosen, rows: _kept, ...rest } = options; // both are applied to what is returned
  const data = parseCsv(text, { delimiter: firstLine.includes('\t') ? '\t' : ',', ...rest });
  const columns = [...data.stored].map(([name, column], k) => {
    const unit = UNITS.find(([pattern]) => pattern.test(name.replace(STAR, '')))?.[1] ?? '';
    return [k === 0 && name === 'col1' && !data.stored.has('row') ? 'row' : name, withMeta(column, { unit })] as const;
  });
  return { ...data, stored: new Map(columns) };
}
