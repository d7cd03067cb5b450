/**
 * Parameters of a notebook: the cell tagged `parameters` declares them, a run may override their values.
 *
 * @see https://papermill.readthedocs.io/en/latest/usage-parameterize.html whose convention this is
 * @module
 */

import { NotebookError } from '../notebook-error.js';
import { type CodeCell, joinText, type Notebook, type NotebookCell } from '../notebook-json.js';
import { type DeclaredParameter, declaredParameters, type ParameterKind } from './declared-parameters.js';

/** Values by name. Text is converted to what the notebook declares; other values must be of that kind. */
export type NotebookParameters = Readonly<Record<string, unknown>>;

/**
 * Puts a cell with the given values behind the cell that declares them.
 *
 * @throws NotebookError if the notebook has no such parameter, and lists those it has; if a value is
 * not of the kind that is declared
 */
export function withParameters(notebook: Notebook, parameters: NotebookParameters, path: string): Notebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  const cells = notebook.cells.filter(cell => !hasTag(cell, 'injected-parameters')); // of an earlier run
  const index = cells.findIndex(cell => cell.cell_type === 'code' && hasTag(cell, 'parameters'));
  const declared = index < 0 ? [] : declaredParameters(joinText(cells[index].source));
  const lines = names.map(name => {
    const parameter = declared.find(known => known.name === name);
    if (!parameter) throw unknownParameter(path, name, declared);
    return declaration(parameter, convert(parameter, parameters[name], path));
  });
  const injected: CodeCell = {
    cell_type: 'code',
    ...(notebook.nbformat_minor >= 5 ? { id: 'injected-parameters' } : {}),
    metadata: { tags: ['injected-parameters'] },
    execution_count: null,
    outputs: [],
    source: lines.join('\n'),
  };
  return { ...notebook, cells: cells.toSpliced(index + 1, 0, injected) };
}

/** Reads `name=value` as typed on a command line; what the value means, the notebook's declaration decides. */
export function parseParameter(text: string): [name: string, value: string] {
  const match = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text);
  if (!match) throw new NotebookError(`a parameter is given as name=value, got ${JSON.stringify(text)}`);
  return [match[1], match[2]];
}

function hasTag(cell: NotebookCell, tag: string): boolean {
  const tags: unknown = cell.metadata?.tags;
  return Array.isArray(tags) && tags.includes(tag);
}

function unknownParameter(path: string, name: string, declared: readonly DeclaredParameter[]): NotebookError {
  const known =
    declared.length > 0
      ? `it has ${declared.map(parameter => parameter.name).join(', ')}`
      : 'it has none (tag a cell `parameters` and declare them there)';
  return new NotebookError(`${path}: no parameter ${name}; ${known}`);
}

/** The value as the declaration wants it: text is read as a number, a truth value or JSON where one is declared. */
function convert(parameter: DeclaredParameter, given: unknown, path: string): unknown {
  const { name, kind, items, choices } = parameter;
  const value = typeof given === 'string' && kind !== 'string' ? readText(given, kind) : given;
  const isOfKind =
    kind === 'list'
      ? Array.isArray(value) && value.every(item => items === 'any' || kindOf(item) === items)
      : kind === 'any' || kindOf(value) === kind;
  if (!isOfKind || (choices.length > 0 && !choices.includes(String(value))))
    throw new NotebookError(`${path}: parameter ${name} must be ${expected(parameter)}, got ${JSON.stringify(given)}`);
  return value;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function readText(text: string, kind: ParameterKind): unknown {
  if (kind === 'number' && NUMBER.test(text)) return Number(text);
  if (kind === 'number' && /^[+-]?(?:Infinity|NaN)$/.test(text)) return Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function kindOf(value: unknown): ParameterKind {
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value as ParameterKind;
    default:
      return value !== null && typeof value === 'object' ? 'object' : 'any';
  }
}

const KIND_WORDS: Readonly<Record<ParameterKind, string>> = {
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object in JSON',
  any: 'a value',
};

function expected({ kind, items, choices }: DeclaredParameter): string {
  if (choices.length > 0) return `one of ${choices.join(', ')}`;
  if (kind === 'list' && items !== 'any') return `a list in JSON, each item ${KIND_WORDS[items]}`;
  return KIND_WORDS[kind];
}

function declaration({ keyword, name, type }: DeclaredParameter, value: unknown): string {
  return `${keyword} ${name}${type && `: ${type}`} = ${literal(value)};`;
}

function literal(value: unknown): string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : JSON.stringify(value);
}
