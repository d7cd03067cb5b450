/**
 * CSV and TSV files as a table format.
 *
 * @module
 */
import { isWebAddress } from '../../platform/names.js';
import { registerFormat } from '../formats.js';
import { formatCsvBytes } from './format-csv.js';
import { parseCsv, readCsv } from './parse-csv.js';

/** Makes CSV (`.csv`) and TSV (`.tsv`, `.tab`), also gzipped (`.csv.gz`), known to `readTable` and `table.write`. */
export function registerCsv(): void {
  registerDelimited('csv', ['.csv'], ',');
  registerDelimited('tsv', ['.tsv', '.tab'], '\t');
}

function registerDelimited(name: string, endings: readonly string[], usual: string): void {
  registerFormat({
    name,
    extensions: endings,
    readsRows: true,
    read: async (file, { delimiter = usual, columns, rows, schema, missing }) => {
      const options = { delimiter, columns, rows, schema, missing, name: file.path };
      // from the web the checksum's bytes are the table's: fetched once; a file's are read again, which is cheap
      return isWebAddress(file.path) ? parseCsv(await file.bytes(), options) : readCsv(file.source, options);
    },
    write: (data, _path, { delimiter = usual, units, comments }) =>
      formatCsvBytes(data, { delimiter, units, comments }),
  });
}
