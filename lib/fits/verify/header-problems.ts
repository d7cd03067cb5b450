/**
 * What is wrong with a header as a whole: cards that are missing, twice there, out of order or at odds.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 4.4.1 (mandatory keywords), 4.4.2.5 and 7
 */
import { CARD_LENGTH, type Card, isCommentary } from '../card.js';
import { CardLine } from '../card-line.js';
import type { Hdu } from '../hdu.js';
import type { Header } from '../header.js';
import { parseBinaryForm } from '../tables/binary-form.js';
import type { CardProblem } from './problem.js';

/** The problems of the header of an HDU. Cards are counted in lines, CONTINUE lines too. */
export function headerProblems(hdu: Hdu): CardProblem[] {
  const lines = keywordLines(hdu.storedHeader);
  return [
    ...orderProblems(hdu, lines),
    ...duplicateProblems(hdu.storedHeader),
    ...scalingProblems(hdu, lines),
    ...(hdu.storedHeader.text('XTENSION') === 'BINTABLE' ? columnProblems(hdu.storedHeader, lines) : []),
  ];
}

/** The keyword of each line; empty for the CONTINUE lines of a long text. */
function keywordLines(header: Header): string[] {
  return header.cards.flatMap(card => [card.keyword, ...new Array<string>(linesOf(card) - 1).fill('')]);
}

function linesOf(card: Card): number {
  return CardLine.of(card).image.length / CARD_LENGTH;
}

/** The cards that must stand first, in their order. */
function orderProblems({ index, storedHeader, shape, kind }: Hdu, lines: readonly string[]): CardProblem[] {
  const axes = kind === 'compressed-image' || kind === 'bintable' ? 2 : storedHeader.number('NAXIS');
  const expected = [
    index === 0 ? 'SIMPLE' : 'XTENSION',
    'BITPIX',
    'NAXIS',
    ...Array.from({ length: Number.isInteger(axes) ? axes : shape.length }, (_, i) => `NAXIS${i + 1}`),
    ...(index === 0 ? [] : ['PCOUNT', 'GCOUNT']),
    ...(/TABLE$/.test(storedHeader.text('XTENSION')) ? ['TFIELDS'] : []),
  ];
  const problems: CardProblem[] = [];
  for (const [i, keyword] of expected.entries()) {
    const at = lines.indexOf(keyword);
    if (at === i) continue;
    const problem = at < 0 ? 'it is missing' : `it is card ${at + 1}, but must be card ${i + 1}`;
    problems.push({ level: 'error', card: at + 1, keyword, problem });
  }
  if (index === 0 && storedHeader.get('SIMPLE') !== true)
    problems.push({ level: 'warning', card: 1, keyword: 'SIMPLE', problem: 'the file says that it is not quite FITS' });
  return problems;
}

function duplicateProblems(header: Header): CardProblem[] {
  const places = new Map<string, number[]>();
  let line = 1;
  for (const card of header.cards) {
    if (isUnique(card)) places.set(card.keyword, [...(places.get(card.keyword) ?? []), line]);
    line += linesOf(card);
  }
  return [...places]
    .filter(([, cards]) => cards.length > 1)
    .map(([keyword, cards]) => ({
      level: 'warning',
      card: cards[1],
      keyword,
      problem: `it stands ${cards.length} times (cards ${cards.join(', ')}); the first one counts`,
    }));
}

/** Should the card stand once? Not remarks, nor records such as `DP1 = 'NAXES: 2'`, each of which has a field of its own. */
function isUnique(card: Card): boolean {
  const isRemark = isCommentary(card.keyword) || CardLine.of(card).image[8] !== '=';
  const isRecord = typeof card.value === 'string' && /^[A-Z][\w.]*: +[-+\d.]/.test(card.value);
  return !isRemark && !isRecord;
}

function scalingProblems({ storedHeader: header, bitpix, kind }: Hdu, lines: readonly string[]): CardProblem[] {
  const problems: CardProblem[] = [];
  const found = (keyword: string, problem: string): void => {
    problems.push({ level: 'warning', card: lines.indexOf(keyword) + 1, keyword, problem });
  };
  if (header.has('BSCALE') && !(Math.abs(header.number('BSCALE')) > 0))
    found('BSCALE', `it is ${header.text('BSCALE') || 'undefined'}, which makes all pixels alike`);
  if (kind === 'image' && bitpix < 0 && header.has('BLANK'))
    found('BLANK', 'floating-point images mark missing pixels by NaN, not by BLANK');
  if (header.has('INHERIT') && typeof header.get('INHERIT') !== 'boolean') found('INHERIT', 'it is neither T nor F');
  return problems;
}

/** The columns of a binary table: their forms, and whether they fill the row. */
function columnProblems(header: Header, lines: readonly string[]): CardProblem[] {
  const problems: CardProblem[] = [];
  const count = header.number('TFIELDS');
  let bytes = 0;
  const names = new Map<string, number>();
  for (let i = 1; i <= Math.min(count, 999); i++) {
    const form = parseBinaryForm(header.text(`TFORM${i}`));
    const card = lines.indexOf(`TFORM${i}`) + 1;
    if (form === null) {
      const problem = card === 0 ? 'it is missing' : `'${header.text(`TFORM${i}`)}' is no form of a column`;
      problems.push({ level: 'error', card, keyword: `TFORM${i}`, problem });
    } else bytes += form.bytes;
    const name = header.text(`TTYPE${i}`).toUpperCase();
    const twin = names.get(name);
    if (name !== '' && twin !== undefined) {
      const at = lines.indexOf(`TTYPE${i}`) + 1;
      problems.push({ level: 'warning', card: at, keyword: `TTYPE${i}`, problem: `column ${twin} has the same name` });
    }
    names.set(name, i);
  }
  if (problems.every(({ level }) => level !== 'error') && bytes !== header.number('NAXIS1'))
    problems.push({
      level: 'error',
      card: lines.indexOf('NAXIS1') + 1,
      keyword: 'NAXIS1',
      problem: `the columns need ${bytes} bytes a row, NAXIS1 says ${header.number('NAXIS1')}`,
    });
  return problems;
}
