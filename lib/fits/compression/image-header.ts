/**
 * The header of a compressed image, derived from that of the table that stores it.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.1.1 (keywords of tile-compressed images)
 */
import type { Card } from '../header/card.js';
import { CardLine } from '../header/card-line.js';
import { Header } from '../header/header.js';

/** Keywords that describe the compressed table or the compression, not the image. */
const TABLE_KEYWORD =
  /^(XTENSION|BITPIX|NAXIS[12]?|PCOUNT|GCOUNT|TFIELDS|THEAP|T(TYPE|FORM|UNIT|DIM|DISP|NULL|SCAL|ZERO)\d+|ZIMAGE|ZCMPTYPE|ZTILE\d+|ZNAME\d+|ZVAL\d+|ZQUANTIZ|ZMASKCMP)$/;

/** Keywords of the image that were preserved under another name. */
const PRESERVED_KEYWORD = /^Z(SIMPLE|TENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|EXTEND|BLOCKED|HECKSUM|DATASUM)$/;

/** The structural keywords, in the order required by the standard. */
const STRUCTURAL_KEYWORD = /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT)$/;

/** Returns the cards of the image in the order of the table, structural cards first. */
export function imageHeader(table: Header): Header {
  const hasOwnSums = { CHECKSUM: table.has('ZHECKSUM'), DATASUM: table.has('ZDATASUM') };
  const cards = table.cards.flatMap(card => {
    if (PRESERVED_KEYWORD.test(card.keyword)) return [{ ...card, keyword: originalKeyword(card.keyword) }];
    if (TABLE_KEYWORD.test(card.keyword)) return [];
    if (card.keyword in hasOwnSums && hasOwnSums[card.keyword as keyof typeof hasOwnSums]) return [];
    if (card.keyword === 'EXTNAME' && card.value === 'COMPRESSED_IMAGE') return [];
    return [card];
  });
  const structure = cards.filter(card => STRUCTURAL_KEYWORD.test(card.keyword));
  if (!structure.some(card => card.keyword === 'SIMPLE' || card.keyword === 'XTENSION'))
    structure.unshift(CardLine.of({ keyword: 'XTENSION', value: 'IMAGE', comment: 'Image extension' }).plain());
  // EXTEND goes last, where astropy shows it
  const isExtend = (card: Card) => card.keyword === 'EXTEND';
  const others = cards.filter(card => !STRUCTURAL_KEYWORD.test(card.keyword) && !isExtend(card));
  return new Header([...structure, ...others, ...cards.filter(isExtend)]);
}

function originalKeyword(keyword: string): string {
  if (keyword === 'ZTENSION') return 'XTENSION';
  return keyword === 'ZHECKSUM' ? 'CHECKSUM' : keyword.slice(1);
}
