/**
 * The columns of a table in compressed tiles, and the header of the table that comes out.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.3
 */
import { PhotometryError } from '../../core/errors.js';
import type { Hdu } from '../hdu/hdu.js';
import type { Card } from '../header/card.js';
import { Header } from '../header/header.js';
import { badTable } from './tile-table.js';

/** Bytes of one element of each letter of a TFORM. */
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

/** A column of the table that comes out. */
export interface CompressedColumn {
  /** Place of the column in the table, counted from 1. */
  readonly number: number;
  /** First byte in a row. */
  readonly offset: number;
  /** Bytes in a row; 8 or 16 for the descriptor of a variable-length array. */
  readonly width: number;
  /** Letter of the TFORM; of a variable-length array, of its elements. */
  readonly letter: string;
  /** Bytes of an element. */
  readonly elementLength: number;
  readonly isVariable: boolean;
  readonly compression: ColumnCompression;
}

/** A table in compressed tiles, as its header has it. */
export interface CompressedTable {
  readonly rowLength: number;
  readonly rows: number;
  /** Rows in a tile; fewer in the last. */
  readonly tileLength: number;
  /** Where the heap begins, from the start of the data. */
  readonly heapStart: number;
  /** Bytes of rows, gap and heap. */
  readonly length: number;
  readonly columns: readonly CompressedColumn[];
}

/** No compression packs bytes into less. */
const MAX_BYTES_PER_BYTE = 1100;

/**
 * Reads what the header says, and compares it with the bytes there are.
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
    throw badTable(hdu, path, `its ZFORMn make ${width} bytes of a row, ZNAXIS1 says ${rowLength}`);
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
    `${path}, HDU ${hdu.index}: column ${number} (${letter}) is compressed by ${name}, which is not known for it. Unpack the file first, for example with funpack`,
    { path, hdu: hdu.index, column: number, compression: name },
  );
}

/** Cards that speak of the compression alone. */
const OF_THE_COMPRESSION = /^(ZTABLE|ZTILELEN|ZTHEAP|ZFORM\d+|ZCTYP\d+|ZNAXIS[12]|ZPCOUNT|ZHECKSUM|ZDATASUM|THEAP)$/;

/** The header of the table that comes out. */
export function plainTableHeader(stored: Header): Header {
  const plain = (card: Card): Card[] => {
    const { keyword } = card;
    if (OF_THE_COMPRESSION.test(keyword)) return [];
    if (keyword === 'EXTNAME' && card.value === 'COMPRESSED_TABLE') return [];
    if (keyword === 'CHECKSUM') return setAside(stored, 'ZHECKSUM', card);
    if (keyword === 'DATASUM') return setAside(stored, 'ZDATASUM', card);
    if (keyword === 'PCOUNT') return [{ ...card, value: stored.get('ZPCOUNT') ?? 0 }];
    const source = keyword.replace(/^(NAXIS[12])$/, 'Z$1').replace(/^TFORM(\d+)$/, 'ZFORM$1');
    return source === keyword || !stored.has(source) ? [card] : [{ ...card, value: stored.get(source) }];
  };
  const cards = stored.cards.flatMap(plain);
  return stored.has('ZTHEAP')
    ? new Header(cards).with('THEAP', stored.get('ZTHEAP'), 'start of the heap')
    : new Header(cards);
}

/** What was set aside of the plain table, in the place of the compressed one's card; without it, none. */
function setAside(stored: Header, source: string, card: Card): Card[] {
  return stored.has(source) ? [{ ...card, value: stored.get(source), comment: stored.comment(source) }] : [];
}
