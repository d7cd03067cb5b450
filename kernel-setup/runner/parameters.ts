/**
 * Parameters of a notebook: the cell tagged `parameters` declares them, a run may give other values.
 *
 * @see https://papermill.readthedocs.io/en/latest/usage-parameterize.html whose convention this is
 * @module
 */
import { type CodeCell, joinText, type Notebook } from '../notebook-json.js';
import { NotebookError } from './notebook-error.js';

/** Values by name. */
export type NotebookParameters = Readonly<Record<string, unknown>>;

/**
 * Puts a cell with the given values behind the cell that declares them.
 *
 * @throws NotebookError if the notebook has no such parameter; the message lists those it has
 */
export function withParameters(notebook: Notebook, parameters: NotebookParameters, path: string): Notebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  const index = notebook.cells.findIndex(cell => cell.metadata?.tags?.includes('parameters'));
  const declared = index < 0 ? [] : declaredNames(joinText(notebook.cells[index].source));
  const unknown = names.filter(name => !declared.includes(name));
  if (unknown.length > 0)
    throw new NotebookError(
      `${path}: no parameter ${unknown.join(', ')}; ` +
        (declared.length > 0
          ? `it has ${declared.join(', ')}`
          : 'it has none (tag a cell `parameters` and declare them there)'),
    );
  const injected: CodeCell = {
    cell_type: 'code',
    id: 'injected-parameters',
    metadata: { tags: ['injected-parameters'] },
    execution_count: null,
    outputs: [],
    source: names.map(name => `let ${name} = ${literal(parameters[name])};`).join('\n'),
  };
  return { ...notebook, cells: notebook.cells.toSpliced(index + 1, 0, injected) };
}

/** Reads `name=value` as typed on a command line: numbers, true, false, null and JSON are such, all else is text. */
export function parseParameter(text: string): [name: string, value: unknown] {
  const match = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text);
  if (!match) throw new NotebookError(`a parameter is given as name=value, got ${JSON.stringify(text)}`);
  try {
    return [match[1], JSON.parse(match[2])];
  } catch {
    return [match[1], match[2]];
  }
}

function declaredNames(source: string): string[] {
  return [...source.matchAll(/^\s*(?:const|let|var)\s+([A-Za-z_$][\w$]*)/gm)].map(match => match[1]);
}

function literal(value: unknown): string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : JSON.stringify(value);
}
