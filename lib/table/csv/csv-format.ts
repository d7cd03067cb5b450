/**
 * CSV and TSV files as a table format.
 *
 * @module
 */
import { platform } from '#platform';
import { withStep } from '../../core/provenance.js';
import { type ReadTableOptions, registerFormat } from '../formats.js';
import type { TableData } from '../table-data.js';
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
    extensions: [...endings, ...endings.map(ending => `${ending}.gz`)],
    read: (path, options) => readDelimited(path, name, { ...options, delimiter: options.delimiter ?? usual }),
    async write(data, path, { delimiter = usual, units }) {
      const text = formatCsv(data, { delimiter, units });
      return path.toLowerCase().endsWith('.gz') ? platform.gzip(new TextEncoder().encode(text)) : text;
    },
  });
}

async function readDelimited(path: string, format: string, options: ReadTableOptions): Promise<TableData> {
  const { delimiter, columns, schema } = options;
  const source = await platform.openSource(path);
  try {
    const bytes = await source.read(0, source.byteLength);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = new TextDecoder().decode(isGzip ? await platform.gunzip(bytes) : bytes);
    const data = parseCsv(text, { delimiter, columns, schema, name: path });
    const files = [{ path, sha256: await platform.sha256(bytes) }];
    return { ...data, provenance: withStep([], { verb: 'readTable', options: { format }, files }) };
  } finally {
    await source.close();
  }
}
