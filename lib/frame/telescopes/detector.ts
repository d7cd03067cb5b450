/**
 * The camera of a frame: gain, noise, saturation, binning, pixel scale, image quality.
 *
 * @module
 */
import type { DetectorSource } from '../image.js';
import type { Wcs } from '../wcs/wcs.js';
import type { KeywordReader } from './cards/keyword-reader.js';

/** A number and where it came from. */
export interface SourcedNumber {
  /** The value; NaN where it is not known. */
  readonly value: number;
  readonly source: DetectorSource;
}

const positive = (value: number): boolean => value > 0;

/** Read-out noise [electron]. 0 or absent in the header is unknown; then that of the dictionary. */
export function readNoiseOf(reader: KeywordReader): SourcedNumber {
  return sourced(reader, 'readNoise', 'a read-out noise');
}

/** Saturation [adu]; NaN where neither the header nor the dictionary says. */
export function saturationOf(reader: KeywordReader): SourcedNumber {
  return sourced(reader, 'saturation', 'a saturation level');
}

function sourced(reader: KeywordReader, fact: 'readNoise' | 'saturation', wanted: string): SourcedNumber {
  const header = reader.number(fact, positive);
  if (Number.isFinite(header)) return { value: header, source: 'header' };
  reader.noteUnreadable(fact, wanted);
  const known = reader.telescope[fact];
  return known === undefined ? { value: Number.NaN, source: 'unknown' } : { value: known, source: 'telescope' };
}

/** Binning along x and y; 1 and 1 where the header does not say. */
export function binningOf(reader: KeywordReader): readonly [number, number] {
  for (const keyword of reader.candidates('binning')) {
    const [x, y] = keyword.includes('/')
      ? keyword.split('/').map(part => reader.numberOf(part))
      : numbersIn(reader.textOf(keyword));
    if (isBinning(x)) return [x, isBinning(y) ? y : x];
  }
  return [1, 1];
}

function isBinning(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 1000;
}

/** `2 2`, `2x2`, `2,2` or `2`. */
function numbersIn(text: string): number[] {
  return /^\d+\.?0*(\s*[ x,X*]\s*\d+\.?0*)?$/.test(text) ? text.split(/[ x,X*]+/).map(Number) : [];
}

/**
 * Pixel scale [arcsec/px], binning included; NaN if unknown.
 *
 * From the WCS, a keyword such as PIXSCALE, the size of a pixel (after binning, as MaxIm DL has it)
 * over the focal length, or the dictionary, in this order.
 */
export function pixelScaleOf(reader: KeywordReader, wcs: Wcs | null, binning: readonly [number, number]): number {
  if (wcs) return wcs.pixelScale;
  const keyword = reader.number('pixelScale', value => value > 0.001 && value < 1000);
  if (Number.isFinite(keyword)) return keyword;
  const [micron, millimetre] = [reader.numberOf('XPIXSZ'), reader.numberOf('FOCALLEN')];
  if (micron > 0 && millimetre > 0) return 206.264806247 * (micron / millimetre);
  return (reader.telescope.pixelScale ?? Number.NaN) * Math.sqrt(binning[0] * binning[1]);
}

/**
 * Full width at half maximum that the header has [px]; NaN if none.
 *
 * L1FWHM, L1SEEING and SEEING are in arcsec, others in pixels, unless the card's comment names the unit.
 */
export function headerFwhm(reader: KeywordReader, pixelScale: number): number {
  for (const keyword of reader.candidates('fwhm')) {
    const value = reader.numberOf(keyword);
    if (!(value > 0)) continue;
    const comment = reader.header.comment(keyword).toLowerCase();
    const arcsec = /arc\s*-?sec/.test(comment) || (/SEEING|^L1/.test(keyword) && !/pix/.test(comment));
    return arcsec ? value / pixelScale : value;
  }
  return Number.NaN;
}

/** Temperature of the detector [deg C]; a value above 100 must be in kelvin and is converted. */
export function ccdTemperature(reader: KeywordReader): number {
  const found = reader.firstNumber('ccdTemp', temperature => temperature > -273.16);
  if (found === null) {
    reader.noteUnreadable('ccdTemp', 'a temperature');
    return Number.NaN;
  }
  const unit = found.unit || /\[\s*([a-z]+)\s*\]/i.exec(reader.header.comment(found.keyword))?.[1].toLowerCase() || '';
  if (/^(deg\s*)?f(ahrenheit)?$/.test(unit)) return (found.value - 32) / 1.8;
  return found.value > 100 || /^k(elvin)?$/.test(unit) ? found.value - 273.15 : found.value;
}

/** Names of wheel positions without a filter. */
const CLEAR = /^(clear.*|open\d*(-.*)?|air|none|empty|blank|n|free|no[ _-]?filter|<no filter>)$/i;

/**
 * The filter as the header names it, '' where it does not say.
 *
 * With several wheels, those that are not clear, joined by `+`; `CLEAR` if all are.
 */
export function filterOf(reader: KeywordReader): string {
  for (const keyword of reader.candidates('filter')) {
    const named = keyword
      .split('/')
      .map(part => reader.textOf(part))
      .filter(name => name !== '');
    if (named.length === 0) continue;
    if (!keyword.includes('/')) return named[0];
    const filters = named.filter(name => !CLEAR.test(name));
    return filters.length > 0 ? filters.join('+') : 'CLEAR';
  }
  return '';
}

/** The camera; of HST with its detector, `ACS/WFC`. */
export function instrumentName(reader: KeywordReader): string {
  const parts = (reader.telescope.instrumentParts ?? []).map(keyword => reader.textOf(keyword)).filter(Boolean);
  return parts.length > 0 ? parts.join('/') : reader.text('instrument');
}
