/**
 * Sections of an image as FITS headers write them: `[x1:x2,y1:y2]`, counted from 1, ends included.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** A rectangle of pixels, counted from 0; the ends are left out: x0 <= x < x1. */
export interface Section {
  /** First column. */
  readonly x0: number;
  /** Column after the last. */
  readonly x1: number;
  /** First row. */
  readonly y0: number;
  /** Row after the last. */
  readonly y1: number;
}

/**
 * Reads a section of a BIASSEC, TRIMSEC or DATASEC card. Blanks are allowed, ends may be in either
 * order, `*` is a whole axis.
 *
 * @param text for example `[17:528,1:520]`
 * @param name the keyword, for the message
 * @throws PhotometryError `bad-argument` if the text is not a section or is not inside the image
 * @example parseSection('[17:528,1:520]', { width: 536, height: 520 }) // { x0: 16, x1: 528, y0: 0, y1: 520 }
 */
export function parseSection(
  text: string,
  size: { readonly width: number; readonly height: number },
  name = 'section',
): Section {
  const axis = '(\\*|\\d+\\s*:\\s*\\d+)';
  const parts = new RegExp(`^\\s*\\[\\s*${axis}\\s*,\\s*${axis}\\s*\\]\\s*$`).exec(text);
  if (!parts)
    throw new PhotometryError(
      'bad-argument',
      `${name} must look like [x1:x2,y1:y2], counted from 1, but is '${text}'`,
      {
        name,
        text,
      },
    );
  const [x0, x1] = range(parts[1], size.width);
  const [y0, y1] = range(parts[2], size.height);
  return checkSection({ x0, x1, y0, y1 }, size, `${name} ${text}`);
}

/**
 * Returns the section if it is inside the image and not empty.
 *
 * @throws PhotometryError `bad-argument` otherwise
 */
export function checkSection(
  section: Section,
  size: { readonly width: number; readonly height: number },
  name: string,
): Section {
  const { x0, x1, y0, y1 } = section;
  const inside = x0 >= 0 && y0 >= 0 && x1 <= size.width && y1 <= size.height && x0 < x1 && y0 < y1;
  if (!inside || ![x0, x1, y0, y1].every(Number.isInteger))
    throw new PhotometryError(
      'bad-argument',
      `${name} is not inside the image of ${size.width} x ${size.height} pixels (it may be meant for another binning)`,
      { section, width: size.width, height: size.height },
    );
  return section;
}

function range(text: string, length: number): [number, number] {
  if (text === '*') return [0, length];
  const [a, b] = text.split(':').map(Number);
  return [Math.min(a, b) - 1, Math.max(a, b)];
}
