/**
 * Lists the problems of a FITS file.
 *
 * @module
 */
import type { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import type { Hdu } from '../hdu/hdu.js';
import { CARD_LENGTH } from '../header/card.js';
import { latin1Text } from '../header/header-text.js';
import { cardProblems } from './card-problems.js';
import { dataProblems, trailingProblems } from './data-problems.js';
import { headerProblems } from './header-problems.js';
import type { CardProblem, FitsProblem } from './problem.js';

/**
 * Returns the problems of an open file, in file order; none for a file that conforms to the standard.
 *
 * Checks every line of every header, mandatory cards, columns, checksums, the padding of blocks, whether tables and
 * compressed tiles can be read, and bytes after the last HDU. All bytes are read, a few megabytes at a time.
 */
export async function fitsProblems(source: ByteSource, hdus: readonly Hdu[], path: string): Promise<FitsProblem[]> {
  const problems: FitsProblem[] = [];
  for (const hdu of hdus) {
    const { index, name, headerStart, dataStart } = hdu;
    const text = latin1Text(await source.read(headerStart, dataStart));
    const ofCard = (problem: CardProblem): FitsProblem => ({
      ...problem,
      hdu: index,
      name,
      byte: headerStart + CARD_LENGTH * Math.max(0, problem.card - 1),
    });
    problems.push(...[...cardProblems(text), ...headerProblems(hdu)].sort(byCard).map(ofCard));
    const data = await dataProblems(source, hdu, path);
    problems.push(...data.map(problem => ({ ...problem, hdu: index, name, card: 0 })));
  }
  return [...problems, ...sameNames(hdus), ...(await trailingProblems(source, hdus))];
}

function byCard(a: CardProblem, b: CardProblem): number {
  return a.card - b.card;
}

/** Finds extensions with the same EXTNAME and EXTVER, except COMPRESSED_IMAGE, which packers use for unnamed ones. */
function sameNames(hdus: readonly Hdu[]): FitsProblem[] {
  const seen = new Map<string, number>();
  return hdus.flatMap(({ index, name, version, storedHeader, headerStart }) => {
    const key = `${name.toUpperCase()},${version},${storedHeader.text('EXTLEVEL') || 1}`;
    const twin = seen.get(key);
    if (!storedHeader.has('EXTNAME') || name === '' || name === 'COMPRESSED_IMAGE') return [];
    seen.set(key, twin ?? index);
    if (twin === undefined) return [];
    const problem = `HDU ${twin} is also called ${name}, with the same EXTVER: only the first can be found by that name`;
    return [{ level: 'warning' as const, hdu: index, name, card: 0, keyword: 'EXTNAME', byte: headerStart, problem }];
  });
}

/** Converts an error from opening a file to a problem; null if the error is not due to the file's content. */
export function openingProblem({ code, message, details }: PhotometryError): FitsProblem | null {
  if (code !== 'not-fits' && code !== 'bad-header' && code !== 'truncated-file') return null;
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  const keyword = typeof details.keyword === 'string' ? details.keyword : '';
  const hdu = number(details.hdu);
  return {
    level: 'error',
    hdu,
    name: '',
    card: number(details.card),
    keyword,
    byte: number(details.byte),
    problem: message,
  };
}
