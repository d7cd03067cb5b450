/**
 * What a table header says about a column in addition to its type: name, unit, description, UCD and format.
 *
 * @module
 */
import { uniqueNames } from '../../table/column/column-names.js';
import type { ColumnMeta } from '../../table/column/stored-column.js';
import type { Header } from '../header/header.js';
import { printfOf } from './display-format.js';

/** Keywords that belong to a column by its number, or to the structure of the table. */
const COLUMN_KEYWORD =
  /^(T(TYPE|FORM|UNIT|NULL|SCAL|ZERO|DISP|DIM|BCOL|UCD|COMM|DESC|UTYP|LMIN|LMAX|DMIN|DMAX|CTYP|CNAM|CUNI|CRVL|CRPX|CDLT|RPOS)\d+|TFIELDS|THEAP)$/;

/** Standard comments of TTYPE, which describe nothing. */
const BOILERPLATE = /^$|^(label|name|title) (for|of)\b|\b(field|column|col)\s*(no\.?|number)?\s*\d+$|^\d+$/i;

/** Whether a card describes a column, so that it is valid for this table only. */
export function isColumnCard(keyword: string): boolean {
  return COLUMN_KEYWORD.test(keyword);
}

/**
 * Returns the unit, description, UCD and format of column `number` (from 1). The description is TCOMM, by common
 * convention, or else the comment of TTYPE if it is informative, as Source Extractor and Kepler write it.
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
 * Returns the column names: TTYPE, or `col1` if there is none; the second column of the same name gets `_2`.
 */
export function columnNames(header: Header, count: number): string[] {
  return uniqueNames(Array.from({ length: count }, (_, i) => header.text(`TTYPE${i + 1}`)));
}
