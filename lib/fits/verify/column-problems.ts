/**
 * Finds problems in the cards that describe the columns of a binary table.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 7.3.1 and 7.3.2
 */
import type { Header } from '../header/header.js';
import { type BinaryForm, parseBinaryForm } from '../tables/binary-form.js';
import type { CardProblem } from './problem.js';

/** Maximum number of columns with cards. */
const MAX_COLUMNS = 999;

/** The minimum and maximum integer of each form to which TNULL applies. */
const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  B: [0n, 255n],
  I: [-(2n ** 15n), 2n ** 15n - 1n],
  J: [-(2n ** 31n), 2n ** 31n - 1n],
  K: [-(2n ** 63n), 2n ** 63n - 1n],
};

/**
 * Checks the columns of a binary table: their forms, whether they fill the row, and their other cards.
 *
 * @param lines the keyword of each line of the header
 */
export function columnProblems(header: Header, lines: readonly string[]): CardProblem[] {
  const problems: CardProblem[] = [];
  const found = (level: 'error' | 'warning', keyword: string, problem: string): void => {
    problems.push({ level, card: lines.indexOf(keyword) + 1, keyword, problem });
  };
  const count = header.number('TFIELDS');
  const names = new Map<string, number>();
  let bytes = 0;
  for (let n = 1; n <= Math.min(count, MAX_COLUMNS); n++) {
    const form = parseBinaryForm(header.text(`TFORM${n}`));
    if (form === null) {
      const text = header.text(`TFORM${n}`);
      found('error', `TFORM${n}`, header.has(`TFORM${n}`) ? `'${text}' is not a valid column form` : 'it is missing');
    } else {
      bytes += form.bytes;
      for (const [keyword, problem] of fieldProblems(header, n, form)) found('warning', keyword, problem);
    }
    const name = header.text(`TTYPE${n}`).toUpperCase();
    const twin = names.get(name);
    if (name !== '' && twin !== undefined) found('warning', `TTYPE${n}`, `column ${twin} has the same name`);
    names.set(name, n);
  }
  for (const keyword of new Set(lines))
    if (/^T(FORM|TYPE)\d+$/.test(keyword) && Number(keyword.slice(5)) > count)
      found('warning', keyword, `it is beyond TFIELDS, which is ${count}`);
  if (problems.every(({ level }) => level !== 'error') && bytes !== header.number('NAXIS1'))
    found('error', 'NAXIS1', `the columns need ${bytes} bytes per row, but NAXIS1 is ${header.number('NAXIS1')}`);
  return problems;
}

/** Returns the TDIM, TNULL, TSCAL and TZERO that do not match the form of column `n`: the keyword, and why. */
function fieldProblems(header: Header, n: number, form: BinaryForm): [keyword: string, problem: string][] {
  const problems: [string, string][] = [];
  const dimensions = header.text(`TDIM${n}`);
  if (dimensions !== '') {
    const problem = dimensionProblem(dimensions, form);
    if (problem !== null) problems.push([`TDIM${n}`, problem]);
  }
  if (header.has(`TNULL${n}`)) {
    const problem = nullProblem(header, n, form);
    if (problem !== null) problems.push([`TNULL${n}`, problem]);
  }
  for (const keyword of [`TSCAL${n}`, `TZERO${n}`]) {
    if (!header.has(keyword)) continue;
    if ('LXA'.includes(form.code)) problems.push([keyword, `a column of form ${form.code} has no numbers to scale`]);
    else if (Number.isNaN(header.number(keyword))) problems.push([keyword, 'it is not a number']);
  }
  if (header.number(`TSCAL${n}`) === 0) problems.push([`TSCAL${n}`, 'it is 0, which makes all values equal']);
  return problems;
}

function dimensionProblem(text: string, { repeat, descriptor }: BinaryForm): string | null {
  if (!/^\(\s*\d+(\s*,\s*\d+)*\s*\)$/.test(text)) return `'${text}' is not a list of axes such as (3,2)`;
  const elements = (text.match(/\d+/g) ?? []).reduce((product, axis) => product * Number(axis), 1);
  if (descriptor !== null || elements <= repeat) return null;
  return `it needs ${elements} elements, but the field has ${repeat}; it is ignored`;
}

function nullProblem(header: Header, n: number, { code }: BinaryForm): string | null {
  const range = INTEGERS[code];
  if (range === undefined) return `a column of form ${code} has no integers to which it could apply; it is ignored`;
  const value = header.get(`TNULL${n}`);
  const whole =
    typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)) ? BigInt(value) : null;
  if (whole === null) return `it is ${header.text(`TNULL${n}`) || 'undefined'}, not a whole number`;
  return whole >= range[0] && whole <= range[1]
    ? null
    : `${whole} is not an integer of form ${code}; no value can equal it`;
}
