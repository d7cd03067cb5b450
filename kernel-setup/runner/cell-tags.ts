/**
 * The tags of a cell.
 *
 * @module
 */
import type { NotebookCell } from '../notebook-json.js';

/** Whether a cell has a tag, also if it is written with underscores, as a report takes it. */
export function hasTag(cell: NotebookCell, tag: string): boolean {
  const tags: unknown = cell.metadata?.tags;
  return Array.isArray(tags) && tags.some(own => String(own).replaceAll('_', '-') === tag);
}
