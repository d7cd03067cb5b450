/**
 * How the columns of keywords in a header table are found.
 *
 * @module
 */
import { dirname, resolve } from 'node:path';
import { columnsOf, columnsType, type StoredColumns } from '../column-types.js';
import type { LiteralCall } from './literal-calls.js';
import type { KeyedReading, TableLibrary } from './table-readings.js';
import type { FoundType } from './type-cache.js';

/** Reading the headers of more frames takes too long before a cell [ms]. */
const MAX_MILLISECONDS = 2000;

/**
 * The reading of the keywords that calls of `headerTable` with one pattern ask for; null if they ask for none, if their
 * options differ in more than the keywords, or if a change of the files could go unnoticed.
 *
 * @param calls all calls with the pattern
 * @param folder where relative patterns begin
 */
export function headerReading(
  calls: readonly LiteralCall[],
  folder: string,
  library: () => Promise<TableLibrary>,
): KeyedReading | null {
  const keywords = new Set<string>();
  const others = new Set<string>();
  for (const { options } of calls) {
    const { keywords: asked = [], ...rest } = options ?? { keywords: null };
    if (!Array.isArray(asked) || !asked.every(name => typeof name === 'string')) return null;
    if (Object.values(rest).includes(undefined)) return null;
    for (const name of asked) keywords.add(name);
    others.add(JSON.stringify(rest));
  }
  const [{ path }] = calls;
  if (keywords.size === 0 || others.size !== 1 || /[*?[{]/.test(dirname(path))) return null;
  const pattern = resolve(folder, path);
  const [options] = others;
  return {
    key: path,
    id: JSON.stringify(['headerTable', pattern, [...keywords], options]),
    files: [pattern, dirname(pattern)],
    find: () => keywordsIn(pattern, [...keywords], JSON.parse(options), library),
  };
}

async function keywordsIn(
  pattern: string,
  keywords: readonly string[],
  options: object,
  library: () => Promise<TableLibrary>,
): Promise<FoundType> {
  const { headerTable } = await library();
  const signal = AbortSignal.timeout(MAX_MILLISECONDS);
  const columns = columnsOf(await headerTable(pattern, { ...options, keywords, signal }));
  if (!columns) return { type: null };
  const asked: StoredColumns = new Map([...columns].filter(([name]) => keywords.includes(name)));
  const files = columns.get('path')?.values as readonly string[];
  return { type: columnsType(asked), files };
}
