/**
 * The tags of a cell.
 *
 * @module
 */
import type { NotebookCell } from '../notebook-json.js';

/** Whether a cell has a tag. */
export function hasTag(cell: NotebookCell, tag: string): boolean {
  const tags: unknown = cell.metadata?.tags;
  return Array.isArray(tags) && tags.includes(tag);
}
