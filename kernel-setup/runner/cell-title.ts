/**
 * A short title of a cell, for progress lines.
 *
 * @module
 */
import { joinText, type NotebookCell } from '../notebook-json.js';

/** The comment on the cell's first line, or the heading right above it, or empty. */
export function cellTitle(cells: readonly NotebookCell[], index: number): string {
  const comment = /^\s*\/\/\s*(.+)/.exec(joinText(cells[index].source));
  if (comment) return comment[1].trim();
  const above = cells[index - 1];
  if (above?.cell_type !== 'markdown') return '';
  const headings = [...joinText(above.source).matchAll(/^#+\s+(.+)$/gm)];
  return headings.at(-1)?.[1].replace(/[*_`]/g, '').trim() ?? '';
}
