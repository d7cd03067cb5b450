/**
 * What is said of columns that are text although most of their cells are numbers.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { StoredColumn } from '../column/stored-column.js';
import { cutText } from '../display/cut-text.js';
import { MISSING_WORD, type OddCell } from './cells/column-builder.js';

/** Rows that are looked at. */
const SAMPLE = 1000;
/** A column of numbers has at most this part of other texts. */
const MAX_OTHERS = 0.5;
/** These are at most so many different ones: names such as 12a and 12b are not numbers gone wrong. */
const MAX_DIFFERENT = 3;

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
const COMMA_NUMBER = /^[-+]?\d*,\d+([eE][-+]?\d+)?$/;

/** What is known of the file that the columns come from. */
interface ReadText {
  readonly file: string;
  /** Cells that made a column of numbers one of texts. */
  readonly odd: readonly OddCell[];
  /** The line of the first row. */
  readonly firstLine: number;
  /** Whether a column was asked to be what it is. */
  isAsked(name: string): boolean;
  readonly decimal: '.' | ',';
}

/** A problem for each column of text that was to be numbers. */
export function textProblems(columns: ReadonlyMap<string, StoredColumn>, read: ReadText): Problem[] {
  return [...columns].flatMap(([name, column]) => {
    if (column.kind !== 'string' || read.isAsked(name)) return [];
    const problem = decimalComma(name, column.values, read) ?? fewTexts(name, column.values, read);
    return problem === null ? [] : [problem];
  });
}

/** A column in which all cells with a value are numbers with a decimal comma or whole ones. */
function decimalComma(name: string, texts: readonly string[], { file, decimal }: ReadText): Problem | null {
  const told = texts.slice(0, SAMPLE).filter(text => text !== '');
  const example = told.find(text => COMMA_NUMBER.test(text));
  if (decimal === ',' || example === undefined) return null;
  if (!told.every(text => COMMA_NUMBER.test(text) || NUMBER.test(text))) return null;
  return {
    file,
    where: `column ${name}`,
    value: example,
    code: 'decimal-comma',
    action: 'noted',
    remedy: "the numbers have a decimal comma, and are read as text: give { decimal: ',' }",
  };
}

/** A column of numbers with a few other texts. */
function fewTexts(name: string, texts: readonly string[], { file, odd, firstLine }: ReadText): Problem | null {
  const told = texts.slice(0, SAMPLE);
  const others = told.filter(text => text !== '' && !NUMBER.test(text));
  const filled = told.filter(text => text !== '').length;
  const known = odd.find(({ column }) => column === name);
  const isFew = others.length < MAX_OTHERS * filled && new Set(others).size <= MAX_DIFFERENT;
  if (!isFew || (others.length === 0 && known === undefined)) return null;
  const text = known?.text ?? others[0];
  const line = known?.line ?? firstLine + told.indexOf(text);
  const remedy = MISSING_WORD.test(text)
    ? `if it means missing, give { missing: [${JSON.stringify(cutText(text, 40))}] }`
    : 'correct the cell';
  return {
    file,
    where: `line ${line}, column ${name}`,
    value: cutText(text, 60),
    code: 'numbers-as-text',
    action: 'noted',
    remedy: `this cell is no number, so that the column is text: ${remedy}`,
  };
}

/** That the file holds more tables than the one that was read. */
export function otherTables(file: string, names: readonly string[]): Problem {
  return {
    file,
    where: 'tables',
    value: names.slice(0, 5).join(', '),
    code: 'several-tables',
    action: 'noted',
    remedy: 'the file holds several tables, and the first was read: write the others to files of their own',
  };
}
