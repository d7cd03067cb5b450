/**
 * The header of a compressed image, made from that of the table which stores it.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.1.1 (keywords of tile-compressed images)
 */
import type { Card } from '../header/card.js';
import { CardLine } from '../header/card-line.js';
import { Header } from '../header/header.js';

/** Cards of the compressed table, or of the way it is compressed, that say nothing of the image. */
const OF_THE_TABLE =
  /^(XTENSION|BITPIX|NAXIS[12]?|PCOUNT|GCOUNT|TFIELDS|THEAP|T(TYPE|FORM|UNIT|DIM|DISP|NULL|SCAL|ZERO)\d+|ZIMAGE|ZCMPTYPE|ZTILE\d+|ZNAME\d+|ZVAL\d+|ZQUANTIZ|ZMASKCMP)$/;

/** Cards of the image that were set aside under another name. */
const SET_ASIDE = /^Z(SIMPLE|TENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|EXTEND|BLOCKED|HECKSUM|DATASUM)$/;

/** The structural cards, in the order that the standard asks for. */
const STRUCTURE = /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT)$/;

/** Cards of the image in the order of the table, structure first. */
export function imageHeader(table: Header): Header {
  const hasOwnSums = { CHECKSUM: table.has('ZHECKSUM'), DATASUM: table.has('ZDATASUM') };
  const cards = table.cards.flatMap(card => {
    if (SET_ASIDE.test(card.keyword)) return [{ ...card, keyword: originalKeyword(card.keyword) }];
    if (OF_THE_TABLE.test(card.keyword)) return [];
    if (card.keyword in hasOwnSums && hasOwnSums[card.keyword as keyof typeof hasOwnSums]) return [];
    if (card.keyword === 'EXTNAME' && card.value === 'COMPRESSED_IMAGE') return [];
    return [card];
  });
  const structure = cards.filter(card => STRUCTURE.test(card.keyword));
  if (!structure.some(card => card.keyword === 'SIMPLE' || card.keyword === 'XTENSION'))
    structure.unshift(CardLine.of({ keyword: 'XTENSION', value: 'IMAGE', comment: 'Image extension' }).plain());
  // EXTEND last, where astropy shows it
  const isExtend = (card: Card) => card.keyword === 'EXTEND';
  const others = cards.filter(card => !STRUCTURE.test(card.keyword) && !isExtend(card));
  return new Header([...structure, ...others, ...cards.filter(isExtend)]);
}

function originalKeyword(keyword: string): string {
  if (keyword === 'ZTENSION') return 'XTENSION';
  return keyword === 'ZHECKSUM' ? 'CHECKSUM' : keyword.slice(1);
}
