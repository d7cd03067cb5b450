/**
 * Finds problems in a header as a whole: cards that are missing, duplicated, out of order or inconsistent.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 4.4.1 (mandatory keywords), 4.4.2.5 and 7
 */

import type { Hdu } from '../hdu/hdu.js';
import { CARD_LENGTH, type Card, isCommentary } from '../header/card.js';
import { CardLine } from '../header/card-line.js';
import type { Header } from '../header/header.js';
import { columnProblems } from './column-problems.js';
import type { CardProblem } from './problem.js';

/** Returns the problems of the header of an HDU. Cards are counted by line, including CONTINUE lines. */
export function headerProblems(hdu: Hdu): CardProblem[] {
  const lines = keywordLines(hdu.storedHeader);
  return [
    ...orderProblems(hdu, lines),
    ...structureProblems(hdu, lines),
    ...duplicateProblems(hdu.storedHeader),
    ...scalingProblems(hdu, lines),
    ...valueProblems(hdu.storedHeader, lines),
    ...(hdu.storedHeader.text('XTENSION') === 'BINTABLE' ? columnProblems(hdu.storedHeader, lines) : []),
  ];
}

/** Returns the keyword of each line; empty for the CONTINUE lines of a long text. */
function keywordLines(header: Header): string[] {
  return header.cards.flatMap(card => [card.keyword, ...new Array<string>(linesOf(card) - 1).fill('')]);
}

function linesOf(card: Card): number {
  return CardLine.of(card).image.length / CARD_LENGTH;
}

/** Checks the cards that must come first, in order. */
function orderProblems({ index, storedHeader, shape, kind }: Hdu, lines: readonly string[]): CardProblem[] {
  const axes = kind === 'compressed-image' || kind === 'bintable' ? 2 : storedHeader.number('NAXIS');
  const expected = [
    index === 0 ? 'SIMPLE' : 'XTENSION',
    'BITPIX',
    'NAXIS',
    ...Array.from({ length: Number.isInteger(axes) ? axes : shape.length }, (_, i) => `NAXIS${i + 1}`),
    ...(index === 0 ? [] : ['PCOUNT', 'GCOUNT']),
    ...(/TABLE$/.test(storedHeader.text('XTENSION')) ? ['TFIELDS'] : []),
  ];
  const problems: CardProblem[] = [];
  for (const [i, keyword] of expected.entries()) {
    const at = lines.indexOf(keyword);
    if (at === i) continue;
    const problem = at < 0 ? 'it is missing' : `it is card ${at + 1}, but must be card ${i + 1}`;
    problems.push({ level: 'error', card: at + 1, keyword, problem });
  }
  if (index === 0 && storedHeader.get('SIMPLE') !== true)
    problems.push({
      level: 'warning',
      card: 1,
      keyword: 'SIMPLE',
      problem: 'the file says that it does not conform to the FITS standard',
    });
  return problems;
}

/** Required values of the structural cards of each standard extension. */
const FIXED_VALUES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  IMAGE: { PCOUNT: 0, GCOUNT: 1 },
  TABLE: { BITPIX: 8, NAXIS: 2, PCOUNT: 0, GCOUNT: 1 },
  BINTABLE: { BITPIX: 8, NAXIS: 2, GCOUNT: 1 },
};

function structureProblems({ index, storedHeader: header }: Hdu, lines: readonly string[]): CardProblem[] {
  const problems: CardProblem[] = [];
  const found = (keyword: string, problem: string): void => {
    problems.push({ level: 'error', card: lines.indexOf(keyword) + 1, keyword, problem });
  };
  const extension = index === 0 ? '' : header.text('XTENSION');
  for (const [keyword, value] of Object.entries(FIXED_VALUES[extension] ?? {}))
    if (header.has(keyword) && header.number(keyword) !== value)
      found(keyword, `it is ${header.text(keyword) || 'undefined'}; in ${extension} extensions it must be ${value}`);
  const axes = header.number('NAXIS');
  for (const keyword of new Set(lines))
    if (/^NAXIS\d+$/.test(keyword) && Number(keyword.slice(5)) > axes)
      found(keyword, `it is beyond NAXIS, which is ${axes}`);
  if (index > 0 && header.has('SIMPLE')) found('SIMPLE', 'it is allowed in the first HDU only');
  if (index === 0 && header.has('XTENSION')) found('XTENSION', 'it is not allowed in the first HDU');
  return problems;
}

function duplicateProblems(header: Header): CardProblem[] {
  const places = new Map<string, number[]>();
  let line = 1;
  for (const card of header.cards) {
    if (isUnique(card)) places.set(card.keyword, [...(places.get(card.keyword) ?? []), line]);
    line += linesOf(card);
  }
  return [...places]
    .filter(([, cards]) => cards.length > 1)
    .map(([keyword, cards]) => ({
      level: 'warning',
      card: cards[1],
      keyword,
      problem: `it occurs ${cards.length} times (cards ${cards.join(', ')}); the first one is used`,
    }));
}

/**
 * Whether a keyword must be unique: not comments, nor records such as `DP1 = 'NAXES: 2'`, each of which sets its own
 * field.
 */
function isUnique(card: Card): boolean {
  const isRemark = isCommentary(card.keyword) || CardLine.of(card).image[8] !== '=';
  const isRecord = typeof card.value === 'string' && /^[A-Z][\w.]*: +[-+\d.]/.test(card.value);
  return !isRemark && !isRecord;
}

function scalingProblems({ storedHeader: header, bitpix, kind }: Hdu, lines: readonly string[]): CardProblem[] {
  const problems: CardProblem[] = [];
  const found = (keyword: string, problem: string): void => {
    problems.push({ level: 'warning', card: lines.indexOf(keyword) + 1, keyword, problem });
  };
  if (header.has('BSCALE') && !(Math.abs(header.number('BSCALE')) > 0))
    found('BSCALE', `it is ${header.text('BSCALE') || 'undefined'}, which makes all pixels equal`);
  if (kind === 'image' && bitpix < 0 && header.has('BLANK'))
    found('BLANK', 'floating-point images mark missing pixels by NaN, not by BLANK');
  if (header.has('INHERIT') && typeof header.get('INHERIT') !== 'boolean') found('INHERIT', 'it is neither T nor F');
  return problems;
}

const NUMBERS = ['BZERO'];
const WHOLE_NUMBERS = ['BLANK', 'EXTVER', 'EXTLEVEL'];

/** Matches `2025-08-10`, `2025-08-10T11:40:00.5` and, for dates before 2000, `10/08/97`. */
const DATE =
  /^(?:[+-]?\d{4,5}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T[0-2]\d:[0-5]\d:[0-6]\d(?:\.\d*)?)?|\d\d\/\d\d\/\d\d)$/;

/** Checks that the values of reserved keywords have the type that the standard requires. */
function valueProblems(header: Header, lines: readonly string[]): CardProblem[] {
  const problems: CardProblem[] = [];
  const check = (keyword: string, isRight: boolean, expected: string): void => {
    if (isRight || header.text(keyword) === '') return;
    const problem = `it is ${header.text(keyword)}, not ${expected}`;
    problems.push({ level: 'warning', card: lines.indexOf(keyword) + 1, keyword, problem });
  };
  for (const keyword of NUMBERS) check(keyword, isNumber(header, keyword), 'a number');
  for (const keyword of WHOLE_NUMBERS)
    check(keyword, isNumber(header, keyword) && Number.isInteger(header.number(keyword)), 'a whole number');
  check('EXTNAME', typeof header.get('EXTNAME') === 'string', 'text');
  for (const keyword of new Set(lines))
    if (/^DATE(-|$)/.test(keyword))
      check(keyword, DATE.test(header.text(keyword)), 'a date such as 2025-08-10T11:40:00');
  return problems;
}

function isNumber(header: Header, keyword: string): boolean {
  const value = header.get(keyword);
  return typeof value === 'number' || typeof value === 'bigint';
}
