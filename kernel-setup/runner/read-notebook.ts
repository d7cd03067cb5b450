/**
 * Reads a notebook file and says clearly what is wrong with one that cannot be run.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Notebook } from '../notebook-json.js';
import { NotebookError } from './notebook-error.js';

/** Reads an `.ipynb` of nbformat 4. @throws NotebookError for anything else */
export function readNotebook(path: string): Notebook {
  const notebook = parse(path, readText(path));
  const { nbformat, cells, metadata } = notebook;
  if (nbformat !== 4)
    throw new NotebookError(
      `${path}: nbformat ${String(nbformat)} is not supported; open it in Jupyter and save it, which makes it nbformat 4`,
    );
  if (!Array.isArray(cells)) throw new NotebookError(`${path}: a notebook has a list of cells, this file has none`);
  const language = languageOf(metadata ?? {});
  if (language !== '' && !/^(typescript|javascript)$/i.test(language))
    throw new NotebookError(`${path}: its cells are written in ${language}; this runner executes TypeScript`);
  return { ...notebook, metadata: metadata ?? {} };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NotebookError(`${path}: the notebook cannot be read (${reason})`, { cause: error });
  }
}

function parse(path: string, text: string): Notebook {
  try {
    const value = JSON.parse(text) as Notebook | null;
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw new NotebookError(`${path}: this is not a notebook: its text is not JSON`, { cause: error });
  }
  throw new NotebookError(`${path}: this is not a notebook: its JSON is not an object`);
}

function languageOf(metadata: Notebook['metadata']): string {
  const kernelspec = metadata['kernelspec'] as { language?: string } | undefined;
  const info = metadata['language_info'] as { name?: string } | undefined;
  return kernelspec?.language ?? info?.name ?? '';
}
