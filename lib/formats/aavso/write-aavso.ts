/**
 * A table to the AAVSO Extended File Format.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, valueAt } from '../../table/column/stored-column.js';
import type { TableData, TableMeta } from '../../table/column/table-data.js';
import { AAVSO_FIELDS, type AavsoField, FAINTER } from './aavso-fields.js';

/** Delimiters, tried in this order; the first that no field contains is used. */
const DELIMITERS = [',', ';', '!', '|', '~'];
/** Julian date of 1970-01-01T00:00:00 and milliseconds in a day. */
const JD_OF_1970 = 2440587.5;
const DAY = 86_400_000;
/** Default values of fields without a column or an entry of meta. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([['TRANS', 'NO']]);

/**
 * Writes observations for the AAVSO.
 *
 * A field comes from the column of its name in letters of either size, or of a light curve's name for it
 * (`jdUtcMid`, `mag`, `magErr`, `filter`, `airmass`); else from `meta` under the field's name, for all rows; else it
 * is `na`. NAME, DATE, MAG, FILT and MTYPE (STD or DIF) must be there, and `meta.OBSCODE`. `meta.SOFTWARE`, `meta.DATE` (JD
 * or HJD, default JD) and `meta.OBSTYPE` (default CCD) go into the parameters. DATE may be Julian dates or a
 * column of dates. Numbers are cut to the characters that the format allows.
 *
 * @throws PhotometryError `missing-column` listing what lacks; `unsupported` for a value that a field cannot hold
 */
export function writeAavso({ stored, length, meta }: TableData, delimiterWanted?: string): string {
  const observer = metaText(meta, 'OBSCODE');
  const sources = AAVSO_FIELDS.map(field => ({ field, read: sourceOf(field, stored, meta) }));
  const missing = sources.filter(({ field, read }) => field.required && read === null).map(({ field }) => field.name);
  if (observer === '' || missing.length > 0)
    throw new PhotometryError(
      'missing-column',
      `AAVSO: ${[...missing, ...(observer === '' ? ['meta.OBSCODE'] : [])].join(', ')} missing; add columns with these names, or entries of meta`,
      { missing },
    );
  const rows = Array.from({ length }, (_, row) =>
    sources.map(({ field, read }) => cellText(field, read?.(row) ?? DEFAULTS.get(field.name) ?? 'na', row)),
  );
  const delimiter = chooseDelimiter(rows, delimiterWanted);
  const parameters = [
    'TYPE=Extended',
    `OBSCODE=${observer}`,
    `SOFTWARE=${metaText(meta, 'SOFTWARE') || 'Skyframe'}`,
    `DELIM=${delimiter === '\t' ? 'tab' : delimiter}`,
    `DATE=${dateForm(meta)}`,
    `OBSTYPE=${metaText(meta, 'OBSTYPE') || 'CCD'}`,
    ...comments(meta),
    AAVSO_FIELDS.map(({ name }) => name).join(delimiter),
  ];
  return `${[...parameters.map(line => `#${line}`), ...rows.map(row => row.join(delimiter))].join('\n')}\n`;
}

/** A text of meta, its key in letters of either size. */
function metaText(meta: TableMeta, key: string): string {
  const found = Object.keys(meta).find(name => name.toUpperCase() === key);
  const value = found === undefined ? '' : meta[found];
  return typeof value === 'string' || typeof value === 'number' ? String(value).replace(/[\r\n]+/g, ' ') : '';
}

/** Remarks, each in a line of its own. */
function comments({ comments: lines }: TableMeta): string[] {
  return Array.isArray(lines) ? lines.map(line => ` ${String(line).replace(/[\r\n]+/g, ' ')}`) : [];
}

/** HJD if meta says so; dates of a spreadsheet were made Julian when they were read. */
function dateForm(meta: TableMeta): string {
  return metaText(meta, 'DATE').toUpperCase() === 'HJD' ? 'HJD' : 'JD';
}

/** Returns a function for a field's text in a row (null if missing); null if neither column nor meta has it. */
function sourceOf(
  field: AavsoField,
  columns: ReadonlyMap<string, StoredColumn>,
  meta: TableMeta,
): ((row: number) => string | null) | null {
  const byName = new Map([...columns].map(([name, column]) => [name.toLowerCase(), column] as const).reverse());
  const column = field.sources.map(name => byName.get(name)).find(candidate => candidate !== undefined);
  if (column === undefined) {
    const constant = field.name === 'DATE' ? '' : metaText(meta, field.name);
    return constant === '' ? null : () => constant;
  }
  const fainter = field.kind === 'magnitude' ? byName.get(FAINTER.toLowerCase()) : undefined;
  return row => {
    const value = valueAt(column, row);
    if (value === null || Number.isNaN(value)) return null;
    const text = valueText(field, value);
    return fainter !== undefined && valueAt(fainter, row) === true ? `<${text}` : text;
  };
}

function valueText(field: AavsoField, value: unknown): string {
  if (value instanceof Date) return julianText(value.getTime() / DAY + JD_OF_1970);
  if (typeof value === 'boolean') return value ? 'YES' : 'NO';
  if (typeof value !== 'number') return String(value);
  if (field.kind === 'text') return String(value);
  return field.kind === 'date' ? julianText(value) : fitted(value, field);
}

/** Eight decimals are a millisecond. */
function julianText(date: number): string {
  return date.toFixed(8).replace(/0+$/, '').replace(/\.$/, '.0');
}

/** A number in the characters a field has, with the point that the format wants. */
function fitted(value: number, { limit, name }: AavsoField): string {
  const shortest = /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value);
  if (shortest.length <= limit && !shortest.includes('e')) return shortest;
  const whole = String(Math.trunc(value)).length + (value < 0 && value > -1 ? 1 : 0);
  const text = value.toFixed(Math.max(1, limit - whole - 1));
  if (Number.isFinite(value) && text.length <= limit) return text;
  throw new PhotometryError('unsupported', `AAVSO: ${name} has ${limit} characters at most, ${value} needs more`, {
    column: name,
  });
}

function cellText({ name, limit }: AavsoField, text: string, row: number): string {
  if (
    text.length <= limit + (text.startsWith('<') ? 1 : 0) &&
    !/[\r\n\t]/.test(text) &&
    !(name === 'NAME' && text.startsWith('#'))
  )
    return text;
  throw new PhotometryError(
    'unsupported',
    `AAVSO: ${name} holds one line of at most ${limit} characters, NAME without # at its beginning; row ${row} has ${JSON.stringify(text.slice(0, 60))}`,
    { column: name, row },
  );
}

function chooseDelimiter(rows: readonly (readonly string[])[], wanted: string | undefined): string {
  const isFree = (sign: string): boolean => rows.every(row => row.every(cell => !cell.includes(sign)));
  const found = (wanted === undefined ? DELIMITERS : [wanted]).find(sign => sign.length === 1 && isFree(sign));
  if (found !== undefined) return found;
  throw new PhotometryError(
    'unsupported',
    `AAVSO: a field contains the delimiter '${wanted ?? DELIMITERS.join(' ')}'; give another with { delimiter }`,
  );
}
