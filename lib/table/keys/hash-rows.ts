/**
 * Finds the rows of two tables that have the same key: the core of a join.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../column/stored-column.js';
import { floatWords, integerWords, type KeyWords, pairWords } from './key-words.js';
import { TextCodes } from './text-codes.js';
import { dealWords, partBits, type WordParts } from './word-partitions.js';
import { NO_CODE, WordTable } from './word-table.js';

/** A column that rows are matched by, and its name for messages. */
export interface KeyColumn {
  readonly name: string;
  readonly column: StoredColumn;
}

/** Which right rows belong to which left rows. */
export interface RowMatches {
  /** For each left row the first right row of the same key, -1 if there is none. */
  readonly first: Int32Array;
  /** For each right row the next one of the same key, -1 after the last; null if no two right rows agree. */
  readonly next: Int32Array | null;
}

/** Pairs of rows, one pair for each row of a join. */
interface RowPairs {
  readonly left: Uint32Array;
  /** -1 for a left row without a partner. */
  readonly right: Int32Array;
}

/**
 * Matches the rows of two tables that agree in all key columns: `left[k]` with `right[k]`.
 *
 * Numbers are compared by value, whatever their kinds: 5 is 5n, 0 is -0. A row with a missing value
 * or NaN in a key matches nothing, not even another missing value. Time and memory are linear in the
 * rows, however often a key occurs.
 *
 * @throws PhotometryError `bad-argument` if a key's two columns cannot be compared, or hold vectors or lists
 * @example
 * const matches = matchRows([{ name: 'id', column: stars }], [{ name: 'id', column: colours }]);
 * const { left, right } = rowPairs(matches, 'drop'); // an inner join
 */
export function matchRows(left: readonly KeyColumn[], right: readonly KeyColumn[]): RowMatches {
  if (left.length === 0 || left.length !== right.length)
    throw new PhotometryError(
      'bad-argument',
      `Rows are matched by as many columns on the left as on the right, at least one; got ${left.length} and ${right.length}`,
    );
  let codes = matchColumn(left[0], right[0]);
  for (let k = 1; k < left.length; k++) codes = combine(codes, matchColumn(left[k], right[k]));
  return chain(codes);
}

/**
 * The pairs of matching rows, in the order of the left rows and, for each of them, of the right ones.
 *
 * @param unmatched how a left row without a partner is handled: no pair, or one pair with -1
 * @throws PhotometryError `bad-argument` if there are more than 2^31 pairs
 */
export function rowPairs({ first, next }: RowMatches, unmatched: 'drop' | 'keep'): RowPairs {
  const keep = unmatched === 'keep';
  const left = new Uint32Array(countPairs(first, next, keep));
  const right = new Int32Array(left.length);
  let at = 0;
  for (let row = 0; row < first.length; row++) {
    let partner = first[row];
    if (partner < 0 && !keep) continue;
    do {
      left[at] = row;
      right[at++] = partner;
      partner = next === null || partner < 0 ? -1 : next[partner];
    } while (partner >= 0);
  }
  return { left, right };
}

/** The right rows, ascending, that no left row matches: what an outer join adds. */
export function unmatchedRight({ first, next }: RowMatches, rightLength: number): Uint32Array {
  const met = new Uint8Array(rightLength);
  for (const partner of first) {
    // a chain that was walked once need not be walked again
    for (let row = partner; row >= 0 && met[row] === 0; row = next === null ? -1 : next[row]) met[row] = 1;
  }
  const rows = new Uint32Array(rightLength);
  let count = 0;
  for (let row = 0; row < rightLength; row++) if (met[row] === 0) rows[count++] = row;
  return rows.slice(0, count);
}

/** Codes for left and right rows: equal codes are equal keys, a missing key has {@link NO_CODE}. */
interface PairedCodes {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Number of codes of the right rows. */
  readonly size: number;
}

function matchColumn(left: KeyColumn, right: KeyColumn): PairedCodes {
  const family = familyOf(left);
  if (family !== familyOf(right))
    throw new PhotometryError(
      'bad-argument',
      `Rows cannot be matched by '${left.name}' (${left.column.kind}) and '${right.name}' (${right.column.kind}); ` +
        'derive a column of one kind from the other first',
      { left: left.name, right: right.name },
    );
  if (family === 'string') return matchStrings(left.column, right.column);
  const whole = left.column.kind === 'int64' || right.column.kind === 'int64';
  const wordsOf = whole ? integerWords : floatWords;
  return matchWords(wordsOf(left.column), wordsOf(right.column));
}

/** Kinds whose values can be equal. */
function familyOf({ name, column: { kind } }: KeyColumn): string {
  switch (kind) {
    case 'float64':
    case 'float32':
    case 'int32':
    case 'uint8':
    case 'int64':
      return 'number';
    case 'vector':
    case 'list':
      throw new PhotometryError(
        'bad-argument',
        `Rows cannot be matched by '${name}', which holds a ${kind} in each row`,
        {
          column: name,
        },
      );
    default:
      return kind;
  }
}

function matchWords(left: KeyWords, right: KeyWords): PairedCodes {
  const bits = partBits(right.words.length >> 1);
  const leftParts = dealWords(left, bits);
  const rightParts = dealWords(right, bits);
  const leftCodes = new Int32Array(left.words.length >> 1).fill(NO_CODE);
  const rightCodes = new Int32Array(right.words.length >> 1).fill(NO_CODE);
  let size = 0;
  for (let part = 0; part < rightParts.ends.length; part++) {
    const keys = wordsOfPart(rightParts, part);
    const table = new WordTable(keys.length >> 1);
    place(table.add(keys, null, 'none'), rightParts, part, size, rightCodes);
    place(table.find(wordsOfPart(leftParts, part), null), leftParts, part, size, leftCodes);
    size += table.size;
  }
  return { left: leftCodes, right: rightCodes, size };
}

function wordsOfPart({ words, ends }: WordParts, part: number): Int32Array {
  return words.subarray(part === 0 ? 0 : 2 * ends[part - 1], 2 * ends[part]);
}

/** Assigns the codes of a part to their rows, counted from `base`. */
function place(codes: Int32Array, { rows, ends }: WordParts, part: number, base: number, out: Int32Array): void {
  const start = part === 0 ? 0 : ends[part - 1];
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) out[rows[start + i]] = base + codes[i];
}

function matchStrings(left: StoredColumn, right: StoredColumn): PairedCodes {
  const known = new TextCodes();
  return {
    right: known.add(right.values as readonly string[], right.valid),
    left: known.find(left.values as readonly string[], left.valid),
    size: known.size,
  };
}

/** Codes of rows that agree in two keys. */
function combine(a: PairedCodes, b: PairedCodes): PairedCodes {
  return matchWords(pairWords(a.left, b.left), pairWords(a.right, b.right));
}

/** From codes to rows: the first right row of each code, and from each the next. */
function chain({ left, right, size }: PairedCodes): RowMatches {
  const firstOfCode = new Int32Array(size).fill(-1);
  let next: Int32Array | null = null;
  // from the last row to the first, so that each chain goes up
  for (let row = right.length - 1; row >= 0; row--) {
    const code = right[row];
    if (code < 0) continue;
    if (firstOfCode[code] >= 0) {
      next ??= new Int32Array(right.length).fill(-1);
      next[row] = firstOfCode[code];
    }
    firstOfCode[code] = row;
  }
  const first = new Int32Array(left.length);
  for (let row = 0; row < left.length; row++) first[row] = left[row] < 0 ? -1 : firstOfCode[left[row]];
  return { first, next };
}

function countPairs(first: Int32Array, next: Int32Array | null, keep: boolean): number {
  let pairs = 0;
  if (next === null) {
    for (const partner of first) if (partner >= 0 || keep) pairs++;
    return pairs;
  }
  const lengths = chainLengths(next);
  for (const partner of first) pairs += partner >= 0 ? lengths[partner] : keep ? 1 : 0;
  if (pairs < 2 ** 31) return pairs;
  throw new PhotometryError(
    'bad-argument',
    `The join would have ${pairs.toLocaleString('en-US')} rows; a key occurs very often on both sides. Make one side unique first`,
    { rows: pairs },
  );
}

/** How many rows follow from each, itself included. */
function chainLengths(next: Int32Array): Float64Array {
  const lengths = new Float64Array(next.length);
  // a chain goes up, so its later rows are known before its earlier ones
  for (let row = next.length - 1; row >= 0; row--) lengths[row] = next[row] < 0 ? 1 : lengths[next[row]] + 1;
  return lengths;
}
