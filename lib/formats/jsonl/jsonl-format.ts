/**
 * JSON lines, and JSON documents that hold a table, as a table format.
 *
 * @module
 */

import type { TableData } from '../../table/column/table-data.js';
import type { TableFormat } from '../../table/files/formats.js';
import { readJsonDocument } from './read-document.js';
import { readJsonLines } from './read-lines.js';
import { writeJson } from './write-json.js';

/** An object with a name in quotes, or an array of objects or arrays: nothing else begins so. */
const SIGNATURE = /^\ufeff?\s*(\{\s*"|\[\s*[[{])/;

/**
 * JSON (`.jsonl`, `.ndjson`, `.json`), heeds `columns`. Written to `.json` it is one array of objects, else
 * a line a row. Whole numbers beyond 2^53 stay exact, as bigints.
 */
export const jsonlFormat: TableFormat = {
  name: 'jsonl',
  extensions: ['.jsonl', '.ndjson', '.json'],
  recognizes: head => SIGNATURE.test(new TextDecoder().decode(head.subarray(0, 256))),
  read: async (file, { columns }) => readJson(await file.text(), file.path, columns),
  write: (data, path) => writeJson(data, /\.json(\.gz)?$/i.test(path) ? 'array' : 'lines'),
};

/**
 * Reads a JSON text: as lines if its first line is JSON of its own and more follows, or the name says so; else
 * as one document.
 *
 * @param path the file, for messages
 * @throws PhotometryError `bad-table`
 */
export function readJson(text: string, path: string, columns?: readonly string[]): TableData {
  const { stored, length, meta } = hasLines(text, path)
    ? { ...readJsonLines(text, path, columns), meta: {} }
    : readJsonDocument(text, path, columns);
  return { stored, length, meta: Object.freeze(meta), provenance: [] };
}

function hasLines(text: string, path: string): boolean {
  const trimmed = text.trim();
  const first = trimmed.split('\n', 1)[0].trim();
  const isNamedLines = /\.(jsonl|ndjson)(\.\w+)?$/i.test(path);
  if (trimmed === '') return isNamedLines;
  if (first.length === trimmed.length) return isNamedLines && !first.startsWith('[{');
  return (first.startsWith('{') && first.endsWith('}')) || /^\[.*\]$/.test(first);
}
