/**
 * Makes the header of a table to be written.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 7.2.1 and 7.3.1 (mandatory keywords), 7.2.2 and 7.3.2 (others)
 */
import { PhotometryError } from '../../../core/errors.js';
import type { ColumnMeta } from '../../../table/column/stored-column.js';
import type { TableMeta } from '../../../table/column/table-data.js';
import type { Card, CardValue } from '../../header/card.js';
import { Header } from '../../header/header.js';
import { displayOf } from '../display-format.js';
import { headerWords } from '../header-words.js';
import { cardsOf, ownCards } from '../table-meta.js';

/** Maximum number of columns in the standard. */
const MAX_COLUMNS = 999;

/** What the cards of a column describe. */
interface ColumnCards {
  readonly name: string;
  readonly form: string;
  readonly meta: ColumnMeta;
  /** Other cards, by keyword without the column's number. */
  readonly cards: Readonly<Record<string, CardValue>>;
}

/** What the cards of a table describe. */
interface TableCards {
  readonly kind: 'BINTABLE' | 'TABLE';
  readonly rows: number;
  readonly rowLength: number;
  readonly heapLength: number;
  readonly columns: readonly ColumnCards[];
}

/** The source of the cards that do not describe the structure. */
interface HeaderSource {
  /** EXTNAME. Default: that of `header`, or else `meta.name`. */
  readonly name?: string;
  /** Cards to keep. Default: those of the meta. */
  readonly header?: Header;
  readonly meta: TableMeta;
}

/**
 * Makes the header.
 *
 * @throws PhotometryError `unsupported` for more than 999 columns, `bad-argument` for a name that is not ASCII
 */
export function writtenTableHeader(table: TableCards, { name, header, meta }: HeaderSource): Header {
  const { kind, rows, rowLength, heapLength, columns } = table;
  if (columns.length > MAX_COLUMNS)
    throw new PhotometryError(
      'unsupported',
      `A FITS table has at most ${MAX_COLUMNS} columns, but this one has ${columns.length}. Select some, or combine them into vectors`,
      { columns: columns.length },
    );
  const metaName = typeof meta.name === 'string' ? meta.name : '';
  const extname = name ?? (header?.text('EXTNAME') || metaName);
  return new Header([
    card('XTENSION', kind, kind === 'TABLE' ? 'ASCII table extension' : 'binary table extension'),
    card('BITPIX', 8, 'array data type'),
    card('NAXIS', 2, 'number of array dimensions'),
    card('NAXIS1', rowLength, 'bytes in a row'),
    card('NAXIS2', rows, 'rows'),
    card('PCOUNT', heapLength, 'bytes of variable-length arrays'),
    card('GCOUNT', 1, 'number of groups'),
    card('TFIELDS', columns.length, 'columns'),
    ...columns.flatMap((column, i) => columnCards(column, i + 1)),
    ...(extname === '' ? [] : [card('EXTNAME', headerWords(extname), 'name of this table')]),
    ...(header === undefined ? cardsOf(meta) : ownCards(header)),
  ]);
}

function columnCards({ name, form, meta, cards }: ColumnCards, number: number): Card[] {
  if (!/^[\x20-\x7e]*$/.test(name))
    throw new PhotometryError(
      'bad-argument',
      `The column name ${JSON.stringify(name)} is not ASCII, which FITS requires; rename the column`,
      { column: name },
    );
  const facts: [string, string][] = [
    ['TUNIT', headerWords(meta.unit)],
    ['TDISP', displayOf(meta.format)],
    ['TUCD', headerWords(meta.ucd)],
    ['TCOMM', headerWords(meta.description)],
  ];
  return [
    card(`TTYPE${number}`, name),
    card(`TFORM${number}`, form),
    ...Object.entries(cards).map(([word, value]) => card(`${word}${number}`, value)),
    ...facts.filter(([, text]) => text !== '').map(([word, text]) => card(`${word}${number}`, text)),
  ];
}

function card(keyword: string, value: CardValue, comment = ''): Card {
  return { keyword, value, comment };
}
