/**
 * Converts between the header of a table and the meta of a table in memory.
 *
 * Keywords become keys with plain values; COMMENT and HISTORY become lists of lines; EXTNAME becomes
 * `name`. Cards that describe the columns or the structure are left out, because the columns hold that information.
 *
 * @module
 */
import type { TableMeta } from '../../table/column/table-data.js';
import type { Card, CardValue, ComplexValue } from '../header/card.js';
import type { Header } from '../header/header.js';
import { isColumnCard } from './column-facts.js';

/** Keywords of the structure and checksums, which are valid for one file only. */
const FILE_KEYWORD =
  /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|EXTEND|CHECKSUM|DATASUM|EXTNAME|COMMENT|HISTORY|ZTABLE|ZTILELEN|ZNAXIS\d|ZPCOUNT|ZTHEAP|ZTENSION|ZCTYP\d+|ZFORM\d+|ZDATASUM|ZHECKSUM|END|)$/;

/**
 * Marks around the metadata that astropy stores in comments; they are valid only for the columns as astropy wrote them.
 */
const SERIALIZED = ['--BEGIN-ASTROPY-SERIALIZED-COLUMNS--', '--END-ASTROPY-SERIALIZED-COLUMNS--'] as const;

/** Returns what a header says about the table as a whole. If a keyword occurs twice, the first one is used. */
export function metaOf(header: Header): TableMeta {
  const meta: Record<string, unknown> = {};
  const name = header.text('EXTNAME');
  if (name !== '') meta.name = name;
  for (const { keyword, value } of header.cards)
    if (!FILE_KEYWORD.test(keyword) && !isColumnCard(keyword) && !(keyword in meta)) meta[keyword] = value;
  const comments = linesOf(header, 'COMMENT');
  const [begin, end] = SERIALIZED.map(mark => comments.indexOf(mark));
  const kept = begin >= 0 && end > begin ? comments.filter((_, i) => i < begin || i > end) : comments;
  if (kept.length > 0) meta.comments = kept;
  const history = linesOf(header, 'HISTORY');
  if (history.length > 0) meta.history = history;
  return Object.freeze(meta);
}

/**
 * Returns the cards for a table's meta. Values that a card cannot hold (lists, objects, infinite numbers, text that
 * is not ASCII) are left out.
 */
export function cardsOf(meta: TableMeta): Card[] {
  const cards: Card[] = [];
  for (const [key, value] of Object.entries(meta)) {
    const keyword = key.trim();
    const isOwn = key === 'name' || key === 'comments' || key === 'history';
    if (isOwn || FILE_KEYWORD.test(keyword.toUpperCase()) || isColumnCard(keyword.toUpperCase())) continue;
    if (isKeyword(keyword) && isCardValue(value)) cards.push({ keyword: cardKeyword(keyword), value, comment: '' });
  }
  for (const line of textLines(meta.comments)) cards.push({ keyword: 'COMMENT', value: line, comment: '' });
  for (const line of textLines(meta.history)) cards.push({ keyword: 'HISTORY', value: line, comment: '' });
  return cards;
}

/** Returns the cards of a header that describe neither the file's structure nor its columns. */
export function ownCards(header: Header): Card[] {
  return header.cards.filter(
    ({ keyword }) =>
      keyword === 'COMMENT' || keyword === 'HISTORY' || (!FILE_KEYWORD.test(keyword) && !isColumnCard(keyword)),
  );
}

function linesOf(header: Header, keyword: string): string[] {
  return header.all(keyword).map(value => String(value ?? ''));
}

function textLines(value: unknown): string[] {
  const lines = Array.isArray(value) ? value : [value];
  return lines.filter((line): line is string => typeof line === 'string' && isAscii(line));
}

/** Returns a keyword in capitals; long ones are written after HIERARCH. */
function cardKeyword(keyword: string): string {
  return keyword.toUpperCase();
}

function isKeyword(keyword: string): boolean {
  return /^[\x21-\x3c\x3e-\x7e]+( [\x21-\x3c\x3e-\x7e]+)*$/.test(keyword) && keyword.length <= 40;
}

function isCardValue(value: unknown): value is CardValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return true;
  if (typeof value === 'number') return Number.isFinite(value) || Number.isNaN(value);
  if (typeof value === 'string') return isAscii(value);
  return isComplex(value) && isCardValue(value.re) && isCardValue(value.im);
}

function isComplex(value: unknown): value is ComplexValue {
  const parts = value as Partial<ComplexValue> | null | undefined;
  return typeof value === 'object' && typeof parts?.re === 'number' && typeof parts.im === 'number';
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
