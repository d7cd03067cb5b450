/**
 * Parses one card of a header. It is lenient: a card that breaks the standard still yields what a person
 * would read there, because the header keeps the original characters for writing.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 4.1 and 4.2; registered conventions CONTINUE, HIERARCH
 */
import { CARD_LENGTH, type Card, type CardValue, isCommentary } from './card.js';

/**
 * Returns the keyword of the card that begins at `start`, without parsing the value. Runs for every card of every
 * header.
 */
export function cardKeyword(text: string, start: number): string {
  let end = start + 8;
  while (end > start && text.charCodeAt(end - 1) === 32) end--;
  let isCapital = true;
  for (let i = start; i < end; i++) if (text.charCodeAt(i) > 90 && text.charCodeAt(i) !== 95) isCapital = false;
  const keyword = isCapital ? text.slice(start, end) : text.slice(start, end).toUpperCase();
  if (keyword !== 'HIERARCH') return keyword;
  const equals = equalsSign(text.slice(start, start + CARD_LENGTH));
  return equals < 0
    ? keyword
    : text
        .slice(start + 9, start + equals)
        .trim()
        .toUpperCase();
}

/**
 * Whether another line of a long string follows: true if the string of the card that begins at `start`
 * ends in `&`, ignoring trailing blanks.
 */
export function isContinued(text: string, start: number): boolean {
  const line = text.slice(start, start + CARD_LENGTH);
  const value = stringOf(line, line.startsWith('CONTINUE') ? 8 : equalsSign(line) + 1);
  return value?.raw.trimEnd().endsWith('&') ?? false;
}

/**
 * Parses a card from its characters: 80, or a multiple of 80 if CONTINUE lines follow.
 *
 * @example parseCard("EXPTIME =                 60.0 / [s]".padEnd(80)) // { keyword: 'EXPTIME', value: 60, comment: '[s]' }
 */
export function parseCard(image: string): Card {
  const keyword = cardKeyword(image, 0);
  const line = image.slice(0, CARD_LENGTH);
  const equals = equalsSign(line);
  if (equals < 0 || isCommentary(keyword)) return { keyword, value: line.slice(8).trimEnd(), comment: '' };
  if (image.length > CARD_LENGTH) return { keyword, ...longString(image, equals + 1) };
  return { keyword, ...valueAndComment(line, equals + 1) };
}

/** Parses only the value of a card, which is usually all that is needed. */
export function parseValue(image: string): CardValue {
  const equals = image.length > CARD_LENGTH ? -1 : equalsSign(image);
  if (equals < 0 || isCommentary(image.slice(0, 8).trim())) return parseCard(image).value;
  const string = stringOf(image, equals + 1);
  return string === null ? scalar(tokenOf(image, equals + 1)) : textOf(string.raw);
}

/** Returns the position of the value indicator; -1 for a card without a value. */
function equalsSign(line: string): number {
  if (line.startsWith('HIERARCH')) return line.indexOf('=');
  return line.charCodeAt(8) === 61 && (line.charCodeAt(9) <= 32 || isValueStart(line.slice(9))) ? 8 : -1;
}

/**
 * Whether a value follows directly: `KEY     ='text'` lacks the blank after the equals sign, but is clearly a value.
 */
function isValueStart(rest: string): boolean {
  return !/^(COMMENT|HISTORY)/.test(rest) && /^['(+\-.\dTF]/.test(rest);
}

interface Parsed {
  readonly value: CardValue;
  readonly comment: string;
}

function valueAndComment(line: string, start: number): Parsed {
  const string = stringOf(line, start);
  if (string !== null) return { value: textOf(string.raw), comment: commentOf(line.slice(string.end)) };
  return { value: scalar(tokenOf(line, start)), comment: commentOf(line.slice(start)) };
}

/** Returns the text between the value indicator and the slash. */
function tokenOf(line: string, start: number): string {
  const slash = line.indexOf('/', start);
  const token = (slash < 0 ? line.slice(start) : line.slice(start, slash)).trim();
  return token.endsWith('\0') ? token.slice(0, token.indexOf('\0')).trim() : token; // NUL padding
}

/** Returns the comment from the text after the value: blanks, a slash, the comment. */
function commentOf(rest: string): string {
  const slash = rest.indexOf('/');
  return slash < 0 ? '' : rest.slice(slash + 1).trim();
}

interface QuotedString {
  /** The text between the quotes, with inner quotes still doubled and trailing blanks kept. */
  readonly raw: string;
  /** Position after the closing quote; the end of the line if there is none. */
  readonly end: number;
}

/**
 * Returns the quoted string at or after `start`, preceded only by blanks; null if there is none. An inner quote that
 * is not doubled, as some writers leave it, is part of the text if another quote closes the string.
 */
function stringOf(line: string, start: number): QuotedString | null {
  let first = start;
  while (line.charCodeAt(first) <= 32) first++; // tabs and NUL are blanks here
  if (line.charCodeAt(first) !== 39) return null;
  first++;
  let single = -1;
  for (let from = first; ; ) {
    const quote = line.indexOf("'", from);
    if (quote < 0) break;
    if (isClosing(line, quote)) return { raw: line.slice(first, quote), end: quote + 1 };
    const isDoubled = line.charCodeAt(quote + 1) === 39;
    if (!isDoubled && single < 0) single = quote;
    from = quote + (isDoubled ? 2 : 1);
  }
  return single < 0
    ? { raw: line.slice(first), end: line.length }
    : { raw: line.slice(first, single), end: single + 1 };
}

/** Whether a quote closes the string: a blank, the slash of the comment or the end of the line follows it. */
function isClosing(line: string, quote: number): boolean {
  const next = quote + 1;
  return next >= line.length || line.charCodeAt(next) <= 32 || line.charCodeAt(next) === 47;
}

/** Returns the text of a string, with doubled quotes undone and trailing blanks removed. */
function textOf(raw: string): string {
  return (raw.includes("''") ? raw.replaceAll("''", "'") : raw).trimEnd();
}

/**
 * Joins a string and its CONTINUE lines; an `&` at the end of a piece means that another follows. The pieces are joined
 * before doubled quotes are undone, because astropy may split between the two quotes of a pair.
 */
function longString(image: string, start: number): Parsed {
  let raw = '';
  const comments: string[] = [];
  for (let at = 0; at < image.length; at += CARD_LENGTH) {
    const line = image.slice(at, at + CARD_LENGTH);
    const piece = stringOf(line, at === 0 ? start : 8);
    if (piece === null) continue;
    // the last line may also end in '&' with nothing after it: astropy and cfitsio drop it
    const trimmed = piece.raw.trimEnd();
    raw += trimmed.endsWith('&') ? trimmed.slice(0, -1) : piece.raw;
    const comment = commentOf(line.slice(piece.end));
    if (comment !== '') comments.push(comment);
  }
  return { value: textOf(raw), comment: comments.join(' ') };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([EeDd][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;
const COMPLEX = /^\(\s*([^,\s]+)\s*,\s*([^)\s]+)\s*\)$/;

/** Parses a value that is not a string; an unrecognised token is returned as text. */
function scalar(token: string): CardValue {
  const number = parseNumber(token);
  if (number !== null) return number;
  if (token === '') return null;
  if (token === 'T') return true;
  if (token === 'F') return false;
  const complex = COMPLEX.exec(token);
  if (complex !== null) {
    const re = parseNumber(complex[1]);
    const im = parseNumber(complex[2]);
    if (re !== null && im !== null) return { re: Number(re), im: Number(im) };
  }
  // a sign separated from its digits, as some old writers left it
  const joined = /^[+-]\s+[\d.]/.test(token) ? parseNumber(token.replace(/^([+-])\s+/, '$1')) : null;
  return joined ?? token;
}

/** Parses a FITS number in free format, including `D` exponents; null if it is not a number. */
function parseNumber(token: string): number | bigint | null {
  if (!NUMBER.test(token)) return null;
  const value = Number(token);
  if (Number.isNaN(value)) return Number(token.replace(/[Dd]/, 'E'));
  return Number.isInteger(value) && !Number.isSafeInteger(value) && INTEGER.test(token)
    ? BigInt(token.replace(/^\+/, ''))
    : value;
}
