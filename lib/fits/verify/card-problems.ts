/**
 * Finds problems in single lines of a header.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 4.1 and 4.2
 */
import { CARD_LENGTH, isCommentary } from '../header/card.js';
import { cardKeyword, isContinued } from '../header/parse-card.js';
import type { CardProblem } from './problem.js';

/** Keywords whose values must be in fixed format: a logical or an integer that ends in column 30. */
const FIXED = /^(SIMPLE|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|TFIELDS|EXTEND)$/;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d+)?$/;
const COMPLEX = /^\(\s*[+-]?[\d.ED+-]+\s*,\s*[+-]?[\d.ED+-]+\s*\)$/;

/** Returns the problems of the lines of a header, including END and the padding after it. */
export function cardProblems(text: string): CardProblem[] {
  const problems: CardProblem[] = [];
  const end = endOf(text);
  for (let start = 0; start < end; start += CARD_LENGTH) {
    const keyword = cardKeyword(text, start);
    for (const [level, problem] of lineProblems(text, start))
      problems.push({ level, card: start / CARD_LENGTH + 1, keyword, problem });
  }
  return [...problems, ...endProblems(text, end)];
}

type Finding = readonly [level: 'error' | 'warning', problem: string];

/** Returns where the END line begins; the end of the text if there is none. */
function endOf(text: string): number {
  for (let start = 0; start < text.length; start += CARD_LENGTH)
    if (/^END[ \0]{5}/.test(text.slice(start, start + 8))) return start;
  return text.length;
}

function endProblems(text: string, end: number): CardProblem[] {
  const card = end / CARD_LENGTH + 1;
  const found = (problem: string): CardProblem => ({ level: 'error', card, keyword: 'END', problem });
  if (text.slice(end + 3, end + CARD_LENGTH).trim() !== '') return [found('the END line has text after END')];
  return /[^ ]/.test(text.slice(end + CARD_LENGTH)) ? [found('the padding after END is not blank')] : [];
}

function lineProblems(text: string, start: number): Finding[] {
  const line = text.slice(start, start + CARD_LENGTH);
  const odd = /[^\x20-\x7e]/.exec(line);
  const findings: Finding[] = [];
  if (odd !== null)
    findings.push([
      'error',
      `column ${odd.index + 1} holds the byte ${odd[0].charCodeAt(0)}, which is not printable ASCII`,
    ]);
  const word = line.slice(0, 8);
  if (word.trimEnd() === 'HIERARCH' || isCommentary(word.trim())) return findings;
  if (word.trimEnd() === 'CONTINUE') return [...findings, ...continuationProblems(text, start)];
  if (!/^[A-Z0-9_-]+ *$/.test(word)) findings.push(['error', keywordProblem(word)]);
  if (line.slice(8, 10) === '= ') findings.push(...valueProblems(word.trimEnd(), line));
  else if (line[8] === '=') findings.push(['error', "a blank is missing after the '=' in column 9"]);
  else findings.push(['warning', "it has no '= ' in columns 9 and 10, so it has no value"]);
  return findings;
}

function keywordProblem(word: string): string {
  if (/^[A-Za-z0-9_-]+ *$/.test(word)) return `the keyword '${word.trimEnd()}' has lower-case letters`;
  return word.startsWith(' ')
    ? 'the keyword does not begin in column 1'
    : `the keyword '${word.trimEnd()}' has characters other than A-Z, 0-9, '-' and '_'`;
}

function continuationProblems(text: string, start: number): Finding[] {
  if (start >= CARD_LENGTH && isContinued(text, start - CARD_LENGTH)) return [];
  return [['warning', "CONTINUE does not follow text that ends in '&', so it is a comment"]];
}

function valueProblems(keyword: string, line: string): Finding[] {
  const rest = line.slice(10);
  const text = /^ *'((?:[^']|'')*)'(.*)$/.exec(rest);
  if (text !== null) return afterValue(text[2]);
  if (/^ *'/.test(rest)) return [['error', 'the text has no closing quote']];
  const token = rest.split('/', 1)[0].trim();
  if (FIXED.test(keyword) && token !== '' && line.slice(0, 30).trimEnd().length !== 30)
    return [['warning', `the value ${token} does not end in column 30, as it must for ${keyword}`]];
  if (token === '' || token === 'T' || token === 'F' || NUMBER.test(token) || COMPLEX.test(token)) return [];
  if (NUMBER.test(token.toUpperCase())) return [['warning', `the number ${token} has a lower-case exponent letter`]];
  return [['error', `the value ${token} is not a number, T, F or quoted text`]];
}

/** Checks for the slash between a text value and its comment. */
function afterValue(rest: string): Finding[] {
  return /^ *(\/.*)?$/.test(rest) ? [] : [['warning', 'there is no slash between the text and what follows it']];
}
