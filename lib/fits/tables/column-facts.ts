/**
 * What the header of a table says of a column beside its type: name, unit, description, UCD, format.
 *
 * @module
 */
import { uniqueNames } from '../../table/column/column-names.js';
import type { ColumnMeta } from '../../table/column/stored-column.js';
import type { Header } from '../header/header.js';
import { printfOf } from './display-format.js';

/** Cards that belong to a column by its number, and those of the table's make. */
const OF_THE_COLUMNS =
  /^(T(TYPE|FORM|UNIT|NULL|SCAL|ZERO|DISP|DIM|BCOL|UCD|COMM|DESC|UTYP|LMIN|LMAX|DMIN|DMAX|CTYP|CNAM|CUNI|CRVL|CRPX|CDLT|RPOS)\d+|TFIELDS|THEAP)$/;

/** Comments of TTYPE that every writer puts there and that describe nothing. */
const BOILERPLATE = /^$|^(label|name|title) (for|of)\b|\b(field|column|col)\s*(no\.?|number)?\s*\d+$|^\d+$/i;

/** Whether a card describes a column, so that it is true of this table only. */
export function isColumnCard(keyword: string): boolean {
  return OF_THE_COLUMNS.test(keyword);
}

/**
 * Unit, description, UCD and format of column `number` (from 1). The description is TCOMM, the common
 * convention, or else the comment of TTYPE where it says something, as Source Extractor and Kepler write it.
 */
export function columnMeta(header: Header, number: number): ColumnMeta {
  const said = header.text(`TCOMM${number}`) || header.text(`TDESC${number}`);
  const comment = said === '' ? header.comment(`TTYPE${number}`).trim() : '';
  return {
    unit: header.text(`TUNIT${number}`),
    description: said || (BOILERPLATE.test(comment) ? '' : comment),
    ucd: header.text(`TUCD${number}`),
    format: printfOf(header.text(`TDISP${number}`)),
  };
}

/**
 * The names of the columns: TTYPE, or `col1` where there is none; the second of a name gets `_2`.
 */
export function columnNames(header: Header, count: number): string[] {
  return uniqueNames(Array.from({ length: count }, (_, i) => header.text(`TTYPE${i + 1}`)));
}
