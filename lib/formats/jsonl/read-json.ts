/**
 * A JSON text to a table, whether it is lines or one document.
 *
 * @module
 */
import type { TableData } from '../../table/column/table-data.js';
import { readJsonDocument } from './read-document.js';
import { readJsonLines } from './read-lines.js';

/**
 * Reads a JSON text: as lines if its first line is complete JSON and more follows, or the name implies it; else
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
