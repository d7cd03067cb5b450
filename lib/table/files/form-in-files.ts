/**
 * How a table is written to files, where that differs from the table in memory: numbers that mark missing values, and the
 * steps that made it.
 *
 * @module
 */
import type { Provenance } from '../../core/provenance.js';
import { provenanceRecord } from '../../core/provenance-record.js';
import { SOFTWARE } from '../../core/version.js';
import { type Stored, type StoredColumn, type StoredColumns, stored } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';

/** What `meta.inFiles` of a table says; verbs keep it, files do not. */
interface FormInFiles {
  /** By column, the number that represents NaN in files: `{ GAIA_CAT_RA: -999 }`, also in `GAIA_CAT_RA_right`. */
  readonly missing?: Readonly<Record<string, number>>;
  /** Whether files get the provenance: `meta.history`, in CSV comment lines above the header. Default false. */
  readonly provenance?: boolean;
}

/** A table as written to a file. */
interface WrittenForm {
  readonly data: TableData;
  /** Lines for a format whose only place for them is above the header. */
  readonly comments: readonly string[];
}

/**
 * The table as it is written, according to its `meta.inFiles`: the marks in place of NaN, and the steps of its provenance in
 * `meta.history`, one line of text per step. A table without `meta.inFiles` is written unchanged.
 */
export function formInFiles(data: TableData): WrittenForm {
  const { inFiles, ...meta } = data.meta;
  if (typeof inFiles !== 'object' || inFiles === null) return { data, comments: [] };
  const { missing = {}, provenance = false }: FormInFiles = inFiles;
  const comments = provenance ? provenanceLines(data.provenance) : [];
  const history = [...linesOf(meta.history), ...comments];
  return {
    data: {
      ...data,
      stored: withMarks(data.stored, missing),
      meta: Object.freeze(history.length === 0 ? meta : { ...meta, history }),
    },
    comments,
  };
}

function withMarks(columns: StoredColumns, marks: Readonly<Record<string, number>>): StoredColumns {
  const marked = new Map<string, StoredColumn>();
  for (const [name, column] of columns) {
    const mark = markOf(name, marks);
    marked.set(name, mark === undefined || column.kind !== 'float64' ? column : withMark(column, mark));
  }
  return marked;
}

/** The mark of a column, also after a match or join has lengthened its name. */
function markOf(name: string, marks: Readonly<Record<string, number>>): number | undefined {
  const key = Object.keys(marks).find(one => name === one || name.startsWith(`${one}_`));
  return key === undefined ? undefined : marks[key];
}

function withMark(column: Stored<'float64', Float64Array>, mark: number): StoredColumn {
  const { unit, ucd, format } = column;
  const description = `${column.description}${column.description === '' ? '' : '; '}${mark} where there is none`;
  const values = column.values.map(value => (Number.isNaN(value) ? mark : value));
  return stored('float64', values, null, { unit, ucd, format, description });
}

/**
 * The steps that made a table, one line of ASCII each, then the files that went in, then the software; none if there
 * are no steps.
 *
 * @example 'toFlux {"photflam":7.7e-20,"photflamFrom":"option"}'
 */
function provenanceLines(provenance: Provenance): string[] {
  const record = provenanceRecord(provenance);
  if (record === null) return [];
  const steps = record.steps.map(({ verb, options, citation }) => {
    const source = citation === undefined ? '' : ` (${citation})`;
    return `${verb} ${JSON.stringify(options)}${source}`;
  });
  const files = record.files.map(({ path, sha256 }) => `input ${path}${sha256 === '' ? '' : ` sha256 ${sha256}`}`);
  return [...steps, ...files, `made with ${SOFTWARE}`].map(ascii);
}

function linesOf(history: unknown): string[] {
  return Array.isArray(history) ? history.map(String) : typeof history === 'string' ? [history] : [];
}

/** Signs beyond ASCII, and line ends, as JSON escapes them: FITS takes no others. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
