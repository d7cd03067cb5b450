/**
 * The columns of a tile-compressed table, and the header of the decompressed table.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.3
 */
import { PhotometryError } from '../../core/errors.js';
import type { Hdu } from '../hdu/hdu.js';
import type { Card } from '../header/card.js';
import { Header } from '../header/header.js';
import { badTable } from './tile-table.js';

/** Length of one element by TFORM letter [byte]. */
const ELEMENT_LENGTH: ReadonlyMap<string, number> = new Map([
  ['L', 1],
  ['X', 1],
  ['B', 1],
  ['A', 1],
  ['I', 2],
  ['J', 4],
  ['E', 4],
  ['K', 8],
  ['D', 8],
  ['C', 8],
  ['M', 16],
]);

/** How a column was compressed. */
type ColumnCompression = 'RICE_1' | 'GZIP_1' | 'GZIP_2' | 'NOCOMPRESS';

/** A column of the decompressed table. */
export interface CompressedColumn {
  /** Number of the column in the table, counted from 1. */
  readonly number: number;
  /** Byte offset in a row. */
  readonly offset: number;
  /** Length in a row [byte]; 8 or 16 for the descriptor of a variable-length array. */
  readonly width: number;
  /** TFORM letter; for a variable-length array, that of its elements. */
  readonly letter: string;
  /** Length of an element [byte]. */
  readonly elementLength: number;
  readonly isVariable: boolean;
  readonly compression: ColumnCompression;
}

/** A tile-compressed table as described by its header. */
export interface CompressedTable {
  readonly rowLength: number;
  readonly rows: number;
  /** Number of rows in a tile; fewer in the last. */
  readonly tileLength: number;
  /** Byte offset of the heap from the start of the data. */
  readonly heapStart: number;
  /** Length of rows, gap and heap together [byte]. */
  readonly length: number;
  readonly columns: readonly CompressedColumn[];
}

/** Maximum compression ratio of any codec. */
const MAX_BYTES_PER_BYTE = 1100;

/**
 * Reads the description from the header, and checks it against the length of the data.
 *
 * @throws PhotometryError `bad-header`, `unsupported`
 */
export function compressedTable(hdu: Hdu, path: string): CompressedTable {
  const { storedHeader: header, dataLength } = hdu;
  const whole = (keyword: string, standard?: number): number => {
    const value = header.has(keyword) || standard === undefined ? header.number(keyword) : standard;
    if (Number.isInteger(value) && value >= 0 && value <= MAX_BYTES_PER_BYTE * dataLength) return value;
    throw badTable(hdu, path, `${keyword} is ${header.text(keyword) || 'absent'} for ${dataLength} bytes of data`);
  };
  const rowLength = whole('ZNAXIS1');
  const rows = whole('ZNAXIS2');
  const rowBytes = rowLength * rows;
  const heapStart = whole('ZTHEAP', rowBytes);
  const length = rowBytes + whole('ZPCOUNT', 0);
  if (length > 2 * MAX_BYTES_PER_BYTE * dataLength)
    throw badTable(hdu, path, `${rows} rows of ${rowLength} bytes cannot come from ${dataLength} bytes of data`);
  const columns = columnsOf(hdu, path);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  if (width !== rowLength)
    throw badTable(hdu, path, `its ZFORMn add up to ${width} bytes per row, but ZNAXIS1 is ${rowLength}`);
  return { rowLength, rows, tileLength: whole('ZTILELEN', rows) || rows, heapStart, length, columns };
}

function columnsOf(hdu: Hdu, path: string): CompressedColumn[] {
  const { storedHeader: header } = hdu;
  const count = header.number('TFIELDS');
  const columns: CompressedColumn[] = [];
  for (let number = 1, offset = 0; number <= count; number++) {
    const text = header.text(`ZFORM${number}`) || header.text(`TFORM${number}`);
    const form = /^\s*(\d*)([LXBAIJEKDCMPQ])([LXBAIJEKDCM])?/.exec(text);
    if (form === null) throw badTable(hdu, path, `ZFORM${number} is '${text}'`);
    const [, repeatText, kind, element] = form;
    const repeat = repeatText === '' ? 1 : Number(repeatText);
    const isVariable = kind === 'P' || kind === 'Q';
    const letter = isVariable ? (element ?? 'B') : kind;
    const elementLength = ELEMENT_LENGTH.get(letter) ?? 1;
    const width = isVariable
      ? repeat * (kind === 'P' ? 8 : 16)
      : kind === 'X'
        ? Math.ceil(repeat / 8)
        : repeat * elementLength;
    const compression = compressionOf(header.text(`ZCTYP${number}`), letter, number, hdu, path);
    columns.push({ number, offset, width, letter, elementLength, isVariable, compression });
    offset += width;
  }
  return columns;
}

function compressionOf(name: string, letter: string, number: number, hdu: Hdu, path: string): ColumnCompression {
  if (name === '') return 'GZIP_2';
  const isForLetter =
    name === 'GZIP_1' ||
    name === 'NOCOMPRESS' ||
    (name === 'GZIP_2' && letter !== 'C' && letter !== 'M') ||
    (name === 'RICE_1' && 'BIJ'.includes(letter));
  if (isForLetter) return name as ColumnCompression;
  throw new PhotometryError(
    'unsupported',
    `${path}, HDU ${hdu.index}: column ${number} (${letter}) is compressed by ${name}, which is not supported for this type. Unpack the file first, for example with funpack`,
    { path, hdu: hdu.index, column: number, compression: name },
  );
}

/** Keywords that describe only the compression. */
const COMPRESSION_KEYWORD = /^(ZTABLE|ZTILELEN|ZTHEAP|ZFORM\d+|ZCTYP\d+|ZNAXIS[12]|ZPCOUNT|ZHECKSUM|ZDATASUM|THEAP)$/;

/** Returns the header of the decompressed table. */
export function plainTableHeader(stored: Header): Header {
  const plain = (card: Card): Card[] => {
    const { keyword } = card;
    if (COMPRESSION_KEYWORD.test(keyword)) return [];
    if (keyword === 'EXTNAME' && card.value === 'COMPRESSED_TABLE') return [];
    if (keyword === 'CHECKSUM') return preserved(stored, 'ZHECKSUM', card);
    if (keyword === 'DATASUM') return preserved(stored, 'ZDATASUM', card);
    if (keyword === 'PCOUNT') return [{ ...card, value: stored.get('ZPCOUNT') ?? 0 }];
    const source = keyword.replace(/^(NAXIS[12])$/, 'Z$1').replace(/^TFORM(\d+)$/, 'ZFORM$1');
    return source === keyword || !stored.has(source) ? [card] : [{ ...card, value: stored.get(source) }];
  };
  const cards = stored.cards.flatMap(plain);
  return stored.has('ZTHEAP')
    ? new Header(cards).with('THEAP', stored.get('ZTHEAP'), 'start of the heap')
    : new Header(cards);
}

/**
 * Returns the preserved card of the uncompressed table in place of the compressed table's card, or none if it is
 * absent.
 */
function preserved(stored: Header, source: string, card: Card): Card[] {
  return stored.has(source) ? [{ ...card, value: stored.get(source), comment: stored.comment(source) }] : [];
}
