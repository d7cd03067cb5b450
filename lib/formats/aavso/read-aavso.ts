/**
 * An AAVSO Extended file to a table.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored, withMeta } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import { maskWithout, type TextColumn, textColumn } from '../text/text-columns.js';
import { AAVSO_FIELDS, type AavsoField, FAINTER, type FieldKind } from './aavso-fields.js';
import { excelDate } from './excel-date.js';

const TEXT_KINDS: Readonly<Record<FieldKind, 'string' | 'float64' | 'boolean'>> = {
  text: 'string',
  number: 'float64',
  magnitude: 'float64',
  date: 'float64',
  'yes-no': 'boolean',
};

/** Names by which `#DELIM` may call a character. */
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['comma', ','],
  ['tab', '\t'],
  ['semicolon', ';'],
  ['pipe', '|'],
]);

/**
 * Reads the AAVSO Extended File Format: one row an observation, columns by the names of the format (NAME, DATE,
 * MAG, MERR, FILT, TRANS, MTYPE, CNAME, CMAG, KNAME, KMAG, AMASS, GROUP, CHART, NOTES).
 *
 * `na` is missing. TRANS is a boolean. A magnitude `<15.0` is 15.0 with true in the column FAINTER, which
 * is next to MAG. DATE is the Julian date as in the file, JD or HJD according to `meta.DATE`; in the form EXCEL
 * it becomes dates. The parameters (`#OBSCODE=`) are `meta`; a second observer in one file makes a column OBSCODE.
 *
 * @param path the file, for messages
 * @throws PhotometryError `bad-table` naming line and field
 * @see https://www.aavso.org/aavso-extended-file-format
 */
export function readAavso(text: string, path = 'observations.txt'): TableData {
  const reader = new AavsoReader(path);
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) reader.line(line, i + 1);
  return reader.finish();
}

class AavsoReader {
  readonly #path: string;
  readonly #parameters = new Map<string, string>();
  readonly #comments: string[] = [];
  readonly #columns: readonly TextColumn[] = AAVSO_FIELDS.map(({ kind }) => textColumn(TEXT_KINDS[kind]));
  readonly #fainter: number[] = [];
  readonly #excelDates: number[] = [];
  readonly #observers: string[] = [];
  #observer = '';
  #line = 0;

  constructor(path: string) {
    this.#path = path;
  }

  line(text: string, number: number): void {
    this.#line = number;
    if (text.startsWith('#')) this.#parameter(text.slice(1));
    else if (text.trim() !== '') this.#observation(text);
  }

  finish(): TableData {
    if (this.#parameters.get('TYPE')?.toUpperCase() !== 'EXTENDED')
      throw new PhotometryError(
        'bad-table',
        `${this.#path}: no AAVSO Extended file: it must have a line '#TYPE=Extended'`,
        {
          path: this.#path,
        },
      );
    const columns = new Map<string, StoredColumn>();
    for (const [i, { name, unit, description }] of AAVSO_FIELDS.entries()) {
      columns.set(name, this.#columns[i].finish({ unit, description }));
      if (name === 'MAG') columns.set(FAINTER, this.#fainterColumn());
    }
    if (this.#isExcel()) {
      const dates = Float64Array.from(this.#excelDates);
      const missing = this.#excelDates.flatMap((date, row) => (Number.isNaN(date) ? [row] : []));
      const column = stored('date', dates, maskWithout(missing, dates.length));
      columns.set('DATE', withMeta(column, { description: 'Middle of the observation, UTC' }));
    }
    if (new Set(this.#observers).size > 1)
      columns.set('OBSCODE', stored('string', this.#observers, null, { description: 'Observer' }));
    const meta = Object.fromEntries(this.#parameters);
    const length = this.#fainter.length;
    const noted = this.#comments.length === 0 ? meta : { ...meta, comments: this.#comments };
    return { stored: columns, length, meta: Object.freeze(noted), provenance: [] };
  }

  #fainterColumn(): StoredColumn {
    return stored('boolean', Uint8Array.from(this.#fainter), null, { description: 'The star was fainter than MAG' });
  }

  #parameter(text: string): void {
    const match = /^\s*(\w+)\s*=(.*)$/.exec(text);
    if (match === null) {
      if (text.trim() !== '' && !/^\s*(NAME|STARID)\b/i.test(text)) this.#comments.push(text.trim());
      return;
    }
    const key = match[1].toUpperCase();
    // a delimiter may be a blank or a tab: it is not trimmed
    const value = key === 'DELIM' ? match[2] : match[2].trim();
    const isChanged = this.#parameters.has(key) && this.#parameters.get(key) !== value && this.#fainter.length > 0;
    if (isChanged && key === 'DATE') this.#fail('DATE changes within the file; split it into two');
    if (key === 'OBSCODE') this.#observer = value;
    if (!isChanged) this.#parameters.set(key, value);
  }

  #isExcel(): boolean {
    return this.#parameters.get('DATE')?.toUpperCase() === 'EXCEL';
  }

  #observation(text: string): void {
    const cells = text.split(this.#delimiter());
    const count = AAVSO_FIELDS.length;
    if (cells.length < count)
      this.#fail(`${cells.length} fields between '${this.#delimiter()}', expected ${count}: ${fieldNames()}`);
    // the last field may hold the delimiter
    const last = cells.slice(count - 1).join(this.#delimiter());
    for (const [i, field] of AAVSO_FIELDS.entries()) this.#cell(i, field, (i === count - 1 ? last : cells[i]).trim());
    this.#observers.push(this.#observer);
  }

  #cell(i: number, field: AavsoField, cell: string): void {
    const column = this.#columns[i];
    const isMissing = cell === '' || cell.toLowerCase() === 'na';
    if (field.kind === 'magnitude') this.#fainter.push(cell.startsWith('<') ? 1 : 0);
    if (field.kind === 'date' && this.#isExcel()) {
      const date = isMissing ? NaN : excelDate(cell);
      if (date === null) this.#fail(`${field.name}: expected a date as 12/31/2007 11:59:59 AM, got '${cell}'`);
      this.#excelDates.push(date);
      column.addMissing();
      return;
    }
    if (isMissing) column.addMissing();
    else if (!column.add(plainCell(field.kind, cell)))
      this.#fail(`${field.name}: expected ${expected(field.kind)}, got '${cell}'`);
  }

  #delimiter(): string {
    const value = this.#parameters.get('DELIM') ?? ',';
    const named = DELIMITERS.get(value.trim().toLowerCase());
    if (named !== undefined) return named;
    const code = /^\d{2,3}$/.test(value.trim()) ? Number(value) : NaN;
    if (code >= 32 && code <= 126) return String.fromCharCode(code);
    return value.trim()[0] ?? value[0] ?? ',';
  }

  #fail(problem: string): never {
    throw new PhotometryError('bad-table', `${this.#path}, line ${this.#line}: ${problem}`, {
      path: this.#path,
      line: this.#line,
    });
  }
}

function plainCell(kind: FieldKind, cell: string): string {
  if (kind === 'magnitude') return cell.replace(/^<\s*/, '');
  if (kind !== 'yes-no') return cell;
  return cell.replace(/^yes$/i, 'true').replace(/^no$/i, 'false');
}

function expected(kind: FieldKind): string {
  return kind === 'yes-no' ? 'YES or NO' : 'a number';
}

function fieldNames(): string {
  return AAVSO_FIELDS.map(({ name }) => name).join(', ');
}
