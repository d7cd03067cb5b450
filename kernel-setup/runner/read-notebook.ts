/**
 * Reads a notebook file and says clearly what is wrong with one that cannot be run.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { closestNames } from '../compiler/errors/closest-names.js';
import { NotebookError } from '../notebook-error.js';
import type { Notebook, NotebookCell } from '../notebook-json.js';

/** A notebook and the checksum of its file. */
interface NotebookFile {
  readonly notebook: Notebook;
  /** Hexadecimal SHA-256 of the file's bytes. */
  readonly sha256: string;
}

/** Reads an `.ipynb` of nbformat 4. @throws NotebookError for anything else */
export function readNotebook(path: string): NotebookFile {
  const bytes = readBytes(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { notebook: checkedNotebook(path, parse(path, bytes.toString('utf8'))), sha256 };
}

function checkedNotebook(path: string, notebook: Notebook): Notebook {
  const { nbformat, nbformat_minor, cells, metadata } = notebook;
  if (nbformat === undefined) throw new NotebookError(`${path}: this is not a notebook: its JSON has no nbformat`);
  if (nbformat !== 4)
    throw new NotebookError(
      `${path}: nbformat ${String(nbformat)} is not supported; open it in Jupyter and save it, which makes it nbformat 4`,
    );
  if (!Array.isArray(cells)) throw new NotebookError(`${path}: a notebook has a list of cells, but this file has none`);
  refuseForeign(path, isObject(metadata) ? metadata : {});
  return {
    ...notebook,
    nbformat_minor: Number.isInteger(nbformat_minor) ? nbformat_minor : 0,
    metadata: isObject(metadata) ? metadata : {},
    cells: cells.map((cell: unknown, index) => checkedCell(path, cell, index + 1)),
  };
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new NotebookError(`${path}: there is no such notebook${nearby(path)}`);
    if (code === 'EISDIR')
      throw new NotebookError(`${path}: this is a folder, not a notebook${nearby(join(path, 'x'))}`);
    throw new NotebookError(`${path}: the notebook cannot be read (${message})`, { cause: error });
  }
}

/** The notebooks that may have been meant: the nearest by name, or else those in the folder. */
function nearby(path: string): string {
  const folder = dirname(path);
  let names: string[];
  try {
    names = readdirSync(folder).filter(name => name.endsWith('.ipynb'));
  } catch {
    return `, nor its folder ${folder}`;
  }
  const nearest = closestNames(
    basename(path).replace(/\.ipynb$/, ''),
    names.map(name => name.slice(0, -6)),
  );
  if (nearest.length > 0) return `; nearest: ${nearest.map(name => join(folder, `${name}.ipynb`)).join(', ')}`;
  return names.length > 0 ? `; the folder has ${names.sort().slice(0, 8).join(', ')}` : '';
}

function parse(path: string, text: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new NotebookError(`${path}: this is not a notebook: its text is not JSON (${(error as Error).message})`);
  }
  if (isObject(value)) return value as unknown as Notebook;
  throw new NotebookError(`${path}: this is not a notebook: its JSON is not an object`);
}

const LANGUAGES = /^(?:typescript|javascript)$/i;
/** Kernels of these languages, for files that name no language. */
const KERNELS = /^(?:skyframe|tslab|jslab|deno|typescript|javascript|ijavascript)/i;

/** Rejects a notebook of another language, or of an unknown kernel. */
function refuseForeign(path: string, metadata: Notebook['metadata']): void {
  const kernelspec = (metadata['kernelspec'] ?? {}) as { readonly name?: unknown; readonly language?: unknown };
  const info = (metadata['language_info'] ?? {}) as { readonly name?: unknown };
  const language = String(kernelspec.language ?? info.name ?? '');
  const kernel = String(kernelspec.name ?? '');
  if (language !== '' ? LANGUAGES.test(language) : kernel === '' || KERNELS.test(kernel)) return;
  const written = language !== '' ? `its cells are written in ${language}` : `its kernel '${kernel}' is not known`;
  throw new NotebookError(
    `${path}: ${written}; this runner executes TypeScript (choose the kernel "TypeScript (Skyframe)" in Jupyter and save)`,
  );
}

/** A cell with all that is asked of every cell. */
function checkedCell(path: string, cell: unknown, number: number): NotebookCell {
  const { cell_type, source, metadata, outputs } = (cell ?? {}) as Record<string, unknown>;
  const wrong = (what: string): NotebookError => new NotebookError(`${path}: cell ${number} of the file ${what}`);
  if (cell_type !== 'code' && cell_type !== 'markdown' && cell_type !== 'raw')
    throw wrong(`has the type ${JSON.stringify(cell_type) ?? 'undefined'}; a cell is code, markdown or raw`);
  if (!isText(source)) throw wrong('has no source');
  const whole = { ...(cell as NotebookCell), metadata: isObject(metadata) ? metadata : {} };
  return whole.cell_type === 'code' ? { ...whole, outputs: Array.isArray(outputs) ? outputs : [] } : whole;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every(line => typeof line === 'string'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
