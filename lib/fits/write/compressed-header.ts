/**
 * The header of a table of compressed tiles: cards of the table, of the compression, and of the image.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 10.1.1 and 10.1.2
 */

import { RICE_BLOCK } from '../compression/codecs/encode-rice.js';
import type { Card } from '../header/card.js';
import { Header } from '../header/header.js';
import type { PackingPlan } from './packing-plan.js';

/** Keywords of the image that are replaced by those of the table. */
const STRUCTURAL = /^(XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|CHECKSUM|DATASUM)$/;

/** Returns the header to write. `image` is the header of the image as an extension. */
export function compressedHeader(image: Header, tableCards: readonly Card[], plan: PackingPlan): Header {
  const card = (keyword: string, value: string | number | boolean, comment: string): Card => ({
    keyword,
    value,
    comment,
  });
  const preserved = ['XTENSION', 'BITPIX', 'NAXIS', ...plan.shape.map((_, i) => `NAXIS${i + 1}`), 'PCOUNT', 'GCOUNT'];
  const cards = [
    ...tableCards,
    card('ZIMAGE', true, 'this table is a compressed image'),
    ...preserved.map(keyword => ({
      keyword: keyword === 'XTENSION' ? 'ZTENSION' : `Z${keyword}`,
      value: image.get(keyword),
      comment: image.comment(keyword),
    })),
    ...plan.tileShape.map((length, i) => card(`ZTILE${i + 1}`, length, 'length of a tile')),
    card('ZCMPTYPE', plan.compression, 'compression of the tiles'),
    ...parameters(plan).flatMap(([name, value, comment], i) => [
      card(`ZNAME${i + 1}`, name, comment),
      card(`ZVAL${i + 1}`, value, ''),
    ]),
    ...quantizationCards(plan, card),
  ];
  if (!image.has('EXTNAME')) cards.push(card('EXTNAME', 'COMPRESSED_IMAGE', ''));
  return new Header([...cards, ...image.cards.filter(({ keyword }) => !STRUCTURAL.test(keyword))]);
}

function parameters({ compression, bitpix, steps }: PackingPlan): [name: string, value: number, comment: string][] {
  if (compression === 'HCOMPRESS_1')
    return [
      ['SCALE', 0, 'nothing is lost'],
      ['SMOOTH', 0, 'no smoothing'],
    ];
  if (compression !== 'RICE_1') return [];
  return [
    ['BLOCKSIZE', RICE_BLOCK, 'pixels of a block'],
    ['BYTEPIX', steps > 0 ? 4 : bitpix / 8, 'bytes of a pixel'],
  ];
}

function quantizationCards(
  { bitpix, steps, dither, seed }: PackingPlan,
  card: (keyword: string, value: string | number, comment: string) => Card,
): Card[] {
  if (bitpix > 0) return [];
  if (steps === 0) return [card('ZQUANTIZ', 'NONE', 'floating point is kept as it was')];
  const cards = [card('ZQUANTIZ', dither, 'how floating point became integers')];
  return dither === 'NO_DITHER' ? cards : [...cards, card('ZDITHER0', seed, 'where the random numbers begin')];
}
