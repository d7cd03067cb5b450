/**
 * The header of an image about to be written: the user's cards, with structural ones that are true.
 *
 * @module
 */
import type { Card, CardValue } from '../header/card.js';
import { Header } from '../header/header.js';

/** What the structural cards have to say. */
interface Structure {
  /** Is it the first HDU of the file? */
  readonly isPrimary: boolean;
  /** Do others follow the first? */
  readonly hasExtensions: boolean;
  readonly bitpix: number;
  readonly shape: readonly number[];
  /** BZERO; 0 for none. */
  readonly zero: number;
  /** BLANK; undefined for none. */
  readonly blank: number | undefined;
}

/** Cards that this file writes itself. */
const STRUCTURAL = /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT)$/;

/** Cards that may be wrong of the new data: sums, and the marks of random groups. */
const STALE = ['CHECKSUM', 'DATASUM', 'GROUPS', 'BLOCKED'];

/** The header as it will stand. Cards that are right already keep their form and place. */
export function writtenHeader(header: Header, structure: Structure): Header {
  const { isPrimary, hasExtensions, bitpix, shape, zero, blank } = structure;
  const card = (keyword: string, value: CardValue, comment: string): Card =>
    keptCard(header, keyword, value) ?? { keyword, value, comment };
  const cards = [
    isPrimary ? card('SIMPLE', true, 'conforms to FITS standard') : card('XTENSION', 'IMAGE', 'image extension'),
    card('BITPIX', bitpix, 'array data type'),
    card('NAXIS', shape.length, 'number of array dimensions'),
    ...shape.map((length, i) => card(`NAXIS${i + 1}`, length, '')),
  ];
  if (!isPrimary) cards.push(card('PCOUNT', 0, 'number of parameters'), card('GCOUNT', 1, 'number of groups'));
  if (isPrimary && hasExtensions && header.get('EXTEND') !== true)
    cards.push({ keyword: 'EXTEND', value: true, comment: '' });
  let rest = header.without(
    ...STALE,
    ...(isPrimary && hasExtensions && header.get('EXTEND') === false ? ['EXTEND'] : []),
  );
  rest = new Header(rest.cards.filter(({ keyword }) => !STRUCTURAL.test(keyword)));
  rest = settled(rest, 'BSCALE', 1, 1);
  rest = settled(rest, 'BZERO', zero === 2 ** 63 ? 2n ** 63n : zero, 0);
  rest = settled(rest, 'BLANK', blank ?? null, null);
  return new Header([...cards, ...rest.cards]);
}

/** The card of the header that says this already, with its comment. */
function keptCard(header: Header, keyword: string, value: CardValue): Card | undefined {
  const card = header.cards.find(one => one.keyword === keyword);
  if (card === undefined || card.value === value) return card;
  return { keyword, value, comment: card.comment };
}

/** The header with a card that says `value`; for the default value, without a card that says otherwise. */
function settled(header: Header, keyword: string, value: CardValue, standard: CardValue): Header {
  if (header.get(keyword) === value) return header;
  return value === standard ? header.without(keyword) : header.with(keyword, value);
}
