/**
 * CSV and TSV files as a table format.
 *
 * @module
 */
import { isWebAddress } from '../../platform/names.js';
import { registerFormat } from '../files/formats.js';
import { isUtf16 } from '../files/text-encoding.js';
import { formatCsvBytes } from './format-csv.js';
import { guessDelimiter } from './guess-delimiter.js';
import { parseCsv, readCsv } from './parse-csv.js';

/** Number of bytes from which the delimiter is guessed. */
const FIRST = 1 << 16;

/**
 * Makes CSV (`.csv`) and TSV (`.tsv`, `.tab`), also gzipped (`.csv.gz`), known to `readTable` and `table.write`.
 *
 * Reading finds another delimiter by itself if the header and the first row agree on one.
 */
export function registerCsv(): void {
  registerDelimited('csv', ['.csv'], ',');
  registerDelimited('tsv', ['.tsv', '.tab'], '\t');
}

function registerDelimited(name: string, endings: readonly string[], usual: string): void {
  registerFormat({
    name,
    extensions: endings,
    readsRows: true,
    read: async (file, { delimiter, columns, rows, schema, missing, decimal }) => {
      const head = await file.source.read(0, FIRST);
      const wide = isUtf16(head) ? await file.text() : null;
      const start = wide === null ? head : new TextEncoder().encode(wide.slice(0, FIRST));
      const between = delimiter ?? guessDelimiter(start, decimal === ',' && usual === ',' ? ';' : usual);
      const options = { delimiter: between, columns, rows, schema, missing, decimal, name: file.path };
      if (wide !== null) return parseCsv(wide, options);
      // from the web the checksum's bytes are the table's: fetched once; a file's are read again, which is cheap
      return isWebAddress(file.path) ? parseCsv(await file.bytes(), options) : readCsv(file.source, options);
    },
    write: (data, _path, { decimal, delimiter = decimal === ',' && usual === ',' ? ';' : usual, units, comments }) =>
      formatCsvBytes(data, { delimiter, units, comments, decimal }),
  });
}
