/**
 * Subtracts the electronic level that the overscan (or prescan) columns recorded with the frame.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { withStep } from '../../core/provenance.js';
import { type Image, isUsable } from '../../frame/image.js';
import { medianInPlace } from '../../math/select.js';
import type { Section } from '../section.js';
import { withReductionStep } from '../state.js';
import { fitsText, sectionOf } from '../trim.js';
import { fitPolynomial } from './polynomial.js';

/** How the overscan is measured and subtracted. */
export interface OverscanOptions {
  /** The pixels: `true` (default) as BIASSEC says; FITS text `[4:13,1:520]`; or counted from 0. */
  readonly section?: true | string | Section;
  /** How the overscan pixels of one row become its level. Default `'median'`. */
  readonly method?: 'median' | 'mean';
  /** Degree of a polynomial that smooths the levels along the rows: 1 is a straight line. Default: no smoothing. */
  readonly degree?: number;
  /**
   * `'row'`: a level for each row, from overscan columns; `'column'`: a level for each column, from overscan
   * rows. Default: along the longer side of the section.
   */
  readonly along?: 'row' | 'column';
}

/**
 * An image without the level of its overscan, not yet trimmed ({@link ./trim.ts}).
 *
 * Overscan pixels that are unusable are left out; a row without any takes the median of the other
 * rows' levels. The variance is unchanged: the level of some ten pixels a row is the same for the
 * whole row, which no pixel-wise variance can represent.
 *
 * @throws PhotometryError `bad-argument`, `no-such-keyword`
 * @see Howell, S. B. 2006, Handbook of CCD Astronomy, section 3.4
 * @example
 * const level = subtractOverscan(raw, { section: '[4:13,1:520]', method: 'median', degree: 1 });
 */
export function subtractOverscan(image: Image, options: OverscanOptions = {}): Image {
  const { section = true, method = 'median', degree } = options;
  const area = sectionOf(image, section, 'BIASSEC');
  const { along = area.y1 - area.y0 >= area.x1 - area.x0 ? 'row' : 'column' } = options;
  if (method !== 'median' && method !== 'mean')
    throw new PhotometryError('bad-argument', `overscan method must be 'median' or 'mean', got '${method}'`);
  const levels = smooth(overscanLevels(image, area, method, along), degree);

  const { width, height, pixels } = image;
  const result = pixels.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const line = along === 'row' ? y - area.y0 : x - area.x0;
      result[y * width + x] = pixels[y * width + x] - levels[Math.min(Math.max(line, 0), levels.length - 1)];
    }
  }
  const settings = { section: fitsText(area), method, along, ...(degree === undefined ? {} : { degree }) };
  return {
    ...image,
    pixels: result,
    header: withReductionStep(
      image.header,
      'overscan',
      `${fitsText(area)} ${method}${degree === undefined ? '' : ` degree ${degree}`}`,
    ),
    provenance: withStep(image.provenance, { verb: 'overscan', options: settings }),
  };
}

/** The level of each row (or column) of the overscan section. */
function overscanLevels(image: Image, area: Section, method: 'median' | 'mean', along: 'row' | 'column'): Float64Array {
  const { x0, x1, y0, y1 } = area;
  const [lines, across] = along === 'row' ? [y1 - y0, x1 - x0] : [x1 - x0, y1 - y0];
  const levels = new Float64Array(lines);
  const values = new Float64Array(across);
  for (let line = 0; line < lines; line++) {
    let n = 0;
    for (let j = 0; j < across; j++) {
      const i = along === 'row' ? (y0 + line) * image.width + x0 + j : (y0 + j) * image.width + x0 + line;
      if (isUsable(image.mask, i) && Number.isFinite(image.pixels[i])) values[n++] = image.pixels[i];
    }
    levels[line] = method === 'median' ? medianInPlace(values, n) : mean(values, n);
  }
  const known = levels.filter(level => Number.isFinite(level));
  if (known.length === 0)
    throw new PhotometryError(
      'bad-argument',
      `the overscan ${fitsText(area)} of ${image.path || 'the image'} has no usable pixel`,
    );
  const typical = known.length < lines ? medianInPlace(known) : NaN;
  return levels.map(level => (Number.isFinite(level) ? level : typical));
}

function smooth(levels: Float64Array, degree: number | undefined): Float64Array {
  if (degree === undefined) return levels;
  if (!(Number.isInteger(degree) && degree >= 0 && degree < levels.length))
    throw new PhotometryError(
      'bad-argument',
      `overscan degree must be a whole number below the ${levels.length} rows, got ${degree}`,
    );
  return fitPolynomial(levels, degree);
}

function mean(values: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  return sum / n;
}
