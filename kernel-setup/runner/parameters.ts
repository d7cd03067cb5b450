/**
 * Parameters of a notebook: the cell tagged `parameters` declares them, a run may override their values.
 *
 * @see https://papermill.readthedocs.io/en/latest/usage-parameterize.html whose convention this is
 * @module
 */

import { NotebookError } from '../notebook-error.js';
import { type CodeCell, joinText, type Notebook, type NotebookCell } from '../notebook-json.js';
import { hasTag } from './cell-tags.js';
import { type DeclaredParameter, declaredParameters } from './declared-parameters.js';
import { fittingValue, literal, UnfitValue } from './parameter-values.js';

/** Values by name. Text is converted to what the notebook declares; other values must be of that kind. */
export type NotebookParameters = Readonly<Record<string, unknown>>;

/**
 * Puts a cell with the given values behind the cell that declares them.
 *
 * @throws NotebookError if the notebook has no such parameter, and lists those it has; if a value is
 * not of the type that is declared
 */
export function withParameters(notebook: Notebook, parameters: NotebookParameters, path: string): Notebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  const cells = notebook.cells.filter(cell => !hasTag(cell, 'injected-parameters')); // of an earlier run
  const index = cells.findIndex(isDeclaring);
  const declared = declaredIn(cells, index);
  const lines = names.map(name => {
    const parameter = declared.findLast(known => known.name === name);
    if (!parameter) throw unknownParameter(path, name, declared);
    return declaration(parameter, convert(parameter, parameters[name], path));
  });
  return { ...notebook, cells: cells.toSpliced(index + 1, 0, injectedCell(notebook, lines)) };
}

/** The parameters of a notebook, and where they have their values. */
interface ParameterPlace {
  /** The names, in order of declaration. */
  readonly names: readonly string[];
  /** Index of the cell after which they have their values; -1 if there are none. */
  readonly lastCell: number;
}

/** Finds the parameters of a notebook that is ready to run. */
export function parameterPlace({ cells }: Notebook): ParameterPlace {
  const index = cells.findIndex(isDeclaring);
  const names = new Set(declaredIn(cells, index).map(({ name }) => name));
  const injected = cells.findLastIndex(cell => cell.cell_type === 'code' && hasTag(cell, 'injected-parameters'));
  return { names: [...names], lastCell: names.size === 0 ? -1 : Math.max(index, injected) };
}

function isDeclaring(cell: NotebookCell): boolean {
  return cell.cell_type === 'code' && hasTag(cell, 'parameters');
}

/** The parameters of the cell at `index`, which may name types of the cells before it. */
function declaredIn(cells: readonly NotebookCell[], index: number): DeclaredParameter[] {
  if (index < 0) return [];
  const before = cells.slice(0, index).filter(cell => cell.cell_type === 'code');
  return declaredParameters(
    joinText(cells[index].source),
    before.map(cell => joinText(cell.source)),
  );
}

function injectedCell({ nbformat_minor }: Notebook, lines: readonly string[]): CodeCell {
  return {
    cell_type: 'code',
    ...(nbformat_minor >= 5 ? { id: 'injected-parameters' } : {}),
    metadata: { tags: ['injected-parameters'] },
    execution_count: null,
    outputs: [],
    source: lines.join('\n'),
  };
}

/** Reads `name=value` as typed on a command line; what the value means, the notebook's declaration decides. */
export function parseParameter(text: string): [name: string, value: string] {
  const match = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text);
  if (!match) throw new NotebookError(`a parameter is given as name=value, got ${JSON.stringify(text)}`);
  return [match[1], match[2]];
}

function unknownParameter(path: string, name: string, declared: readonly DeclaredParameter[]): NotebookError {
  const known =
    declared.length > 0
      ? `it has ${declared.map(parameter => parameter.name).join(', ')}`
      : 'it has none (tag a cell `parameters` and declare them there)';
  return new NotebookError(`${path}: no parameter ${name}; ${known}`);
}

/** The value as the declaration wants it. */
function convert({ name, type }: DeclaredParameter, given: unknown, path: string): unknown {
  try {
    return fittingValue(type, given);
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error;
    throw new NotebookError(`${path}: parameter ${name}${error.message}`);
  }
}

function declaration({ keyword, name, annotation }: DeclaredParameter, value: unknown): string {
  return `${keyword} ${name}${annotation && `: ${annotation}`} = ${literal(value)};`;
}
