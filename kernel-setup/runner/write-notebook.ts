/**
 * An executed notebook as a file that nbformat accepts.
 *
 * @module
 */
import type { Notebook, NotebookCell } from '../notebook-json.js';
import { writeFileWhole } from '../whole-files.js';

/** From this minor version of nbformat 4 on, each cell has an id; before, none may have one. */
const IDS_FROM = 5;
const ID = /^[a-zA-Z0-9_-]{1,64}$/;

/** Writes a notebook whole or not at all, in Jupyter's own layout. */
export function writeNotebook(path: string, notebook: Notebook): void {
  writeFileWhole(path, notebookText(notebook));
}

/** The text of the file. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify({ ...notebook, cells: withIds(notebook) }, null, 1)}\n`;
}

function withIds({ cells, nbformat_minor }: Notebook): NotebookCell[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const { id: given, ...rest } = cell;
    if (nbformat_minor < IDS_FROM) return rest as NotebookCell;
    let id = typeof given === 'string' && ID.test(given) ? given : `cell-${index + 1}`;
    while (taken.has(id)) id = `${id.slice(0, 50)}-${index + 1}`;
    taken.add(id);
    return { ...rest, id } as NotebookCell;
  });
}
