/**
 * The mask and the variance that a written image takes along as extensions, and their way back.
 *
 * A card in the image's header names them, so that extensions of the same names in other people's files, which
 * may mean other things, are left alone.
 *
 * @module
 */

import type { Hdu } from '../fits/hdu/hdu.js';
import { Header } from '../fits/header/header.js';
import type { Rectangle } from '../fits/pixels/section.js';
import type { FitsSource } from '../fits/read/open-fits.js';
import type { ImageToWrite } from '../fits/write/encode-hdu.js';
import type { Image, Pixels, Precision } from './image.js';

/** Card that lists the extensions that go with the image: `VARIANCE,MASK`. */
const KEYWORD = 'SKYPLANE';
const VARIANCE = 'VARIANCE';
const MASK = 'MASK';

/** What goes with an image. */
type Companions = Pick<Image, 'variance' | 'mask'>;

/** The header of an image that is written with its companions. */
export function withCompanionCard(header: Header, { variance, mask }: Companions): Header {
  const names = [variance && VARIANCE, mask && MASK].filter(Boolean);
  if (names.length === 0) return header.without(KEYWORD);
  return header.with(KEYWORD, names.join(','), 'extensions that go with this image');
}

/** The extensions of an image. */
export function companionHdus({ width, height, variance, mask }: Image): ImageToWrite[] {
  const hdus: ImageToWrite[] = [];
  if (variance) hdus.push({ header: Header.fromObject({ EXTNAME: VARIANCE }), width, height, pixels: variance });
  if (mask) hdus.push({ header: Header.fromObject({ EXTNAME: MASK }), width, height, pixels: mask });
  return hdus;
}

/** Reads the companions that an image's header names, whole or the same part; those absent or of another size are left out. */
export async function readCompanions(
  file: FitsSource,
  image: Hdu,
  precision: Precision,
  section?: Rectangle,
): Promise<Companions> {
  const names = image.header.text(KEYWORD).split(',');
  const [width, height] = image.shape;
  const find = (name: string): number | undefined =>
    names.includes(name)
      ? file.hdus.find(
          hdu => hdu.index > image.index && hdu.name === name && hdu.shape[0] === width && hdu.shape[1] === height,
        )?.index
      : undefined;
  const read = async (index: number, form: Precision): Promise<Pixels> =>
    (await file.readImage(index, form, section ? { section } : {})).pixels;
  const variance = find(VARIANCE);
  const mask = find(MASK);
  return {
    ...(variance === undefined ? {} : { variance: await read(variance, precision) }),
    ...(mask === undefined ? {} : { mask: Uint8Array.from(await read(mask, 'float32')) }),
  };
}

/** The header of an image in memory, which includes its companions. */
export function withoutCompanionCard(header: Header): Header {
  return header.has(KEYWORD) ? header.without(KEYWORD) : header;
}
