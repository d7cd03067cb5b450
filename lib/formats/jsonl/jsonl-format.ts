/**
 * JSON lines, and JSON documents that hold a table, as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

/** The beginning of an object with a quoted name, or of an array of objects or arrays. */
const SIGNATURE = /^\ufeff?\s*(\{\s*"|\[\s*[[{])/;

/**
 * JSON (`.jsonl`, `.ndjson`, `.json`), heeds `columns`. Written to `.json` it is one array of objects, else
 * one line per row. Whole numbers beyond 2^53 stay exact, as bigints.
 */
export const jsonlFormat: TableFormat = {
  name: 'jsonl',
  extensions: ['.jsonl', '.ndjson', '.json'],
  recognizes: head => SIGNATURE.test(new TextDecoder().decode(head.subarray(0, 256))),
  read: async (file, { columns }) => {
    const { readJson } = await import('./read-json.js');
    return readJson(await file.text(), file.path, columns);
  },
  write: async (data, path) => {
    const { writeJson } = await import('./write-json.js');
    return writeJson(data, /\.json(\.gz)?$/i.test(path) ? 'array' : 'lines');
  },
};
