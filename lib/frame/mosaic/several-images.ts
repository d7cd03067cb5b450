/**
 * The problem of a file with several images of which only the first is read.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { Hdu } from '../../fits/hdu/hdu.js';
import type { FitsSource } from '../../fits/read/open-fits.js';
import { readerOf } from '../telescopes/describe-frame.js';
import { imagesOf, kindOf } from './plan/image-kinds.js';

/**
 * A problem if a file has more images like the first: of its size, with an EXTNAME that differs at most in numbers.
 *
 * Images that go with another (ERR, DQ, VARIANCE, MASK), and files of space telescopes, whose chips are read one by one, are
 * no problem.
 *
 * @param reason why they were not put together; empty if nothing suggests that they belong together
 */
export function severalImages({ hdus, path }: FitsSource, read: Hdu, reason: string): Problem[] {
  if (hdus.length < 2 || hdus.some(({ header }) => header.has('SKYPLANE'))) return [];
  const alike = imagesOf(hdus).filter(
    hdu => kindOf(hdu) === kindOf(read) && hdu.shape[0] === read.shape[0] && hdu.shape[1] === read.shape[1],
  );
  const headers = [hdus[0].header, read.header];
  if (alike.length < 2 || headers.some(header => readerOf(header).telescope.inSpace)) return [];
  const other = alike.find(hdu => hdu !== read) ?? read;
  const why = reason === '' ? '' : `; they were not put together: ${reason}`;
  return [
    {
      file: path,
      where: `HDU ${read.index}`,
      value: `${alike.length} images`,
      code: 'several-images',
      action: 'assumed',
      remedy: `the first of ${alike.length} images was read; choose another with { hdu: ${other.index} }${why}`,
    },
  ];
}
