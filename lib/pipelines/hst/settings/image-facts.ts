/**
 * What the header of the image says of it: instrument, filter and pixel scale.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { Problem } from '../../../core/problem.js';
import type { HstOptions, KeywordSource } from './hst-options.js';

/** Pixel scale of the tables, which holds for images drizzled to it [arcsec]. */
const USUAL_PIXEL_SCALE = 0.05;
/** An option and the header agree in the pixel scale within this part of it. */
const SCALE_TOLERANCE = 0.01;
/** The two axes of a pixel differ by less than this factor, or apertures in pixels are no circles on the sky. */
const MAX_ASPECT = 1.05;

/** What is known of the image that the rates were measured in. */
interface ImageFacts {
  /** Empty if unknown. */
  readonly instrument: string;
  /** In capitals; empty if unknown. */
  readonly filter: string;
  /** Size of a pixel [arcsec]. */
  readonly pixelScale: number;
  /** That the pixel scale is assumed, if it is. */
  readonly problems: readonly Problem[];
}

/**
 * Instrument, filter and pixel scale by the options and the header of the image.
 *
 * The filter is FILTER, or the one of FILTER1 and FILTER2 that is not CLEAR, or that of PHOTMODE; the instrument is
 * INSTRUME and DETECTOR; the pixel scale is that of the world coordinates (CD, or CDELT with PC), else D001SCAL.
 *
 * @throws PhotometryError `bad-argument` where an option contradicts the header, or pixels are not square
 * @see ACS Data Handbook, chapter 2, for the keywords
 */
export function imageFacts(options: Pick<HstOptions, 'instrument' | 'filter' | 'pixelScale' | 'header'>): ImageFacts {
  const { header } = options;
  const found = {
    instrument: header ? instrumentOf(header) : '',
    filter: header ? filterOf(header) : '',
    pixelScale: header ? pixelScaleOf(header) : Number.NaN,
  };
  const filter = options.filter?.trim().toUpperCase() ?? found.filter;
  if (found.filter !== '' && filter !== found.filter) throw contradiction('filter', filter, found.filter);
  const instrument = options.instrument ?? found.instrument;
  if (found.instrument !== '' && !isSameInstrument(instrument, found.instrument))
    throw contradiction('instrument', instrument, found.instrument);
  const { pixelScale = found.pixelScale } = options;
  if (Math.abs(pixelScale / found.pixelScale - 1) > SCALE_TOLERANCE)
    throw contradiction('pixelScale', `${pixelScale} arcsec`, `${Number(found.pixelScale.toPrecision(5))} arcsec`);
  if (!Number.isNaN(pixelScale)) return { instrument, filter, pixelScale, problems: [] };
  return { instrument, filter, pixelScale: USUAL_PIXEL_SCALE, problems: [assumedScale(header !== undefined)] };
}

/** The error where an option and the header differ. */
export function contradiction(option: string, given: string, found: string, where = 'the header'): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `${option} is ${given}, but ${where} of the image says ${found}. Leave the option out, or pass the header of the image that the rates were measured in`,
    { option, given, found },
  );
}

function assumedScale(hasHeader: boolean): Problem {
  return {
    file: '',
    where: 'pixelScale',
    value: hasHeader ? 'not in the header' : '',
    code: 'pixel-scale-assumed',
    action: 'assumed',
    remedy: `pixels of ${USUAL_PIXEL_SCALE} arcsec are assumed: pass pixelScale, or { header: frame.header } of the image`,
  };
}

/** `ACS/WFC`; empty if the header names none. */
function instrumentOf(header: KeywordSource): string {
  const parts = [textOf(header, 'INSTRUME'), textOf(header, 'DETECTOR')].filter(part => part !== '');
  return parts.join('/').toUpperCase();
}

/** Whether one name is the other, or its beginning: `ACS` is `ACS/WFC`. */
function isSameInstrument(one: string, other: string): boolean {
  const [a, b] = [one, other].map(name => name.toUpperCase().replace(/[^A-Z0-9]/g, ''));
  return a.startsWith(b) || b.startsWith(a);
}

/** The filter in the light's way; empty where none or several are named. */
function filterOf(header: KeywordSource): string {
  const wheels = ['FILTER', 'FILTER1', 'FILTER2'].map(keyword => textOf(header, keyword).toUpperCase());
  const names = new Set(wheels.filter(name => /^[A-Z]/.test(name) && !/^(CLEAR|OPEN|N\/A|NONE)/.test(name)));
  if (names.size === 1) return [...names][0];
  if (names.size > 1) return '';
  const modes =
    textOf(header, 'PHOTMODE')
      .toUpperCase()
      .match(/\bF\d{3,4}[A-Z]{1,2}\b/g) ?? [];
  return modes.length === 1 ? modes[0] : '';
}

/** Size of a pixel [arcsec]; NaN if the header does not tell. */
function pixelScaleOf(header: KeywordSource): number {
  const [a, b, c, d] = matrixOf(header).map(value => value * 3600);
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  if (!(scale > 0)) return positive(numberOf(header, 'D001SCAL'));
  const [x, y] = [Math.hypot(a, c), Math.hypot(b, d)];
  if (Math.max(x, y) > MAX_ASPECT * Math.min(x, y))
    throw new PhotometryError(
      'bad-argument',
      `the pixels of the image are ${x.toPrecision(4)} by ${y.toPrecision(4)} arcsec: encircled energies need square ones. Drizzle the image, or use apertureCorrection: 'none'`,
      { x, y },
    );
  return scale;
}

/** Degrees per pixel, row by row: CD, else CDELT times PC; NaN without either. */
function matrixOf(header: KeywordSource): readonly number[] {
  const places = ['1_1', '1_2', '2_1', '2_2'];
  const matrix = places.map(place => numberOf(header, `CD${place}`));
  if (matrix.some(Number.isFinite)) return matrix.map(value => (Number.isFinite(value) ? value : 0));
  const steps = [numberOf(header, 'CDELT1'), numberOf(header, 'CDELT2')];
  return places.map((place, k) => {
    const turn = numberOf(header, `PC${place}`);
    return steps[k >> 1] * (Number.isFinite(turn) ? turn : Number(k === 0 || k === 3));
  });
}

function textOf(header: KeywordSource, keyword: string): string {
  const value = header.get(keyword);
  return typeof value === 'string' ? value.trim() : '';
}

function numberOf(header: KeywordSource, keyword: string): number {
  const value = header.get(keyword);
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
}

function positive(value: number): number {
  return value > 0 && Number.isFinite(value) ? value : Number.NaN;
}
