/**
 * CSV and TSV files as a table format.
 *
 * @module
 */
import { registerFormat } from '../formats.js';
import { formatCsvBytes } from './format-csv.js';
import { readCsv } from './parse-csv.js';

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
    read: ({ source, path }, { delimiter = usual, columns, rows, schema }) =>
      readCsv(source, { delimiter, columns, rows, schema, name: path }),
    write: (data, _path, { delimiter = usual, units }) => formatCsvBytes(data, { delimiter, units }),
  });
}
