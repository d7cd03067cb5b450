/**
 * The header of an image to be written: the user's cards, with correct structural cards.
 *
 * @module
 */
import type { Card, CardValue } from '../header/card.js';
import { Header } from '../header/header.js';

/** What the structural cards must describe. */
interface Structure {
  /** Whether it is the first HDU of the file. */
  readonly isPrimary: boolean;
  /** Whether the file has extensions. */
  readonly hasExtensions: boolean;
  readonly bitpix: number;
  readonly shape: readonly number[];
  /** BZERO; 0 for none. */
  readonly zero: number;
  /** BLANK; undefined for none. */
  readonly blank: number | undefined;
}

/** Keywords of the cards that are generated here. */
const STRUCTURAL = /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT)$/;

/** Keywords that may not apply to the new data: checksums, and those of random groups. */
const STALE = ['CHECKSUM', 'DATASUM', 'GROUPS', 'BLOCKED'];

/** Returns the header to write. Cards that are already correct keep their form and position. */
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

/** Returns the header's own card, with its comment, set to the value. */
function keptCard(header: Header, keyword: string, value: CardValue): Card | undefined {
  const card = header.cards.find(one => one.keyword === keyword);
  if (card === undefined || card.value === value) return card;
  return { keyword, value, comment: card.comment };
}

/** Returns the header with a card set to `value`; for the default value, without any card that differs. */
function settled(header: Header, keyword: string, value: CardValue, standard: CardValue): Header {
  if (header.get(keyword) === value) return header;
  return value === standard ? header.without(keyword) : header.with(keyword, value);
}
