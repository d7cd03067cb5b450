/**
 * CSV and TSV files as a table format.
 *
 * @module
 */
import { registerFormat } from '../formats.js';
import { formatCsv } from './format-csv.js';
import { parseCsv } from './parse-csv.js';

/** Makes CSV (`.csv`) and TSV (`.tsv`, `.tab`), also gzipped (`.csv.gz`), known to `readTable` and `table.write`. */
export function registerCsv(): void {
  registerDelimited('csv', ['.csv'], ',');
  registerDelimited('tsv', ['.tsv', '.tab'], '\t');
}

function registerDelimited(name: string, endings: readonly string[], usual: string): void {
  registerFormat({
    name,
    extensions: endings,
    read: async (file, { delimiter = usual, columns, schema }) =>
      parseCsv(await file.text(), { delimiter, columns, schema, name: file.path }),
    write: (data, _path, { delimiter = usual, units }) => formatCsv(data, { delimiter, units }),
  });
}
