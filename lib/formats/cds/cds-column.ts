/**
 * One line of a byte-by-byte description: the position of a column, its contents and the marker of a missing value.
 *
 * @see https://cdsarc.cds.unistra.fr/doc/catstd-3.2.htx, the standard for catalogues at CDS
 * @module
 */

/** Limits that a description states, as `[0,60[`; an open side is null. */
export interface CdsLimits {
  readonly min: number | null;
  readonly max: number | null;
}

/** What a byte-by-byte description says of a column. */
export interface CdsColumn {
  readonly name: string;
  /** First byte, from 0, and the one after the last. */
  readonly start: number;
  readonly end: number;
  /** Fortran's letter: I whole, F E D real, A text. */
  readonly letter: 'I' | 'F' | 'E' | 'D' | 'A';
  /** How a value is written, as printf says it. */
  readonly format: string;
  /** As the file writes it; empty for `---`. */
  readonly unit: string;
  description: string;
  /** Texts that mean a missing value, in addition to blanks. */
  readonly nulls: readonly string[];
  readonly limits: CdsLimits | null;
}

const LINE = /^(?:(\d+)\s*-)?\s*(\d+)\s+(\d*[AIFED]\d*(?:\.\d+)?)\s+(\S+)\s+(\S+)(?:\s+(\S.*))?$/i;
const NULL_MARK = /^([[\]]\S*[[\]])?\?(?:=(\S*))?([-+]?=?)(?:\s*(\S.*))?$/;
const LIMITS = /^[[\]]\s*([-+\d.eE]*)\s*[,/]\s*([-+\d.eE]*)\s*[[\]]/;

/** Reads a line; null if it does not begin a column but continues the description of the previous one. */
export function readCdsColumn(line: string): CdsColumn | null {
  const parts = LINE.exec(line.trim());
  if (parts === null) return null;
  const [, first, last, type, unit, name, text = ''] = parts;
  const mark = NULL_MARK.exec(text);
  const letter = type.replace(/^\d*/, '')[0].toUpperCase() as CdsColumn['letter'];
  return {
    name,
    start: Number(first ?? last) - 1,
    end: Number(last),
    letter,
    format: printfOf(type),
    unit: unit === '---' ? '' : unit,
    description: mark === null ? text : (mark[4] ?? '').trim(),
    nulls: nullTexts(mark?.[2]),
    limits: readLimits(text),
  };
}

/** `?=-` means one to four hyphens. */
function nullTexts(text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  return text === '-' ? ['-', '--', '---', '----'] : [text];
}

/** `[0,60]`, `]0,360[` or `[,5]`; ranges of letters are ignored. */
function readLimits(text: string): CdsLimits | null {
  const limits = LIMITS.exec(text);
  if (limits === null) return null;
  const [min, max] = [limits[1], limits[2]].map(side => (side === '' ? null : Number(side)));
  return Number.isNaN(min) || Number.isNaN(max) || (min === null && max === null) ? null : { min, max };
}

/** `F5.2` is `%5.2f`, `I3` is `%3d`; texts need no format. */
function printfOf(type: string): string {
  const [, letter, width, digits] = /^\d*([A-Z])(\d*)(?:\.(\d+))?$/i.exec(type) ?? [];
  if (/i/i.test(letter)) return `%${width}d`;
  if (/[fed]/i.test(letter) && digits !== undefined) return `%${width}.${digits}${/f/i.test(letter) ? 'f' : 'e'}`;
  return '';
}
