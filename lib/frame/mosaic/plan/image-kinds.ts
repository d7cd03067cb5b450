/**
 * Which image HDUs of a file are images of the sky, and which go with another: errors, quality, weights.
 *
 * @module
 */
import type { Hdu } from '../../../fits/hdu/hdu.js';
import { hasPixels } from '../../image-hdu.js';

/** EXTNAMEs of planes that describe another image. */
const COMPANION =
  /^(ERR|ERROR|ERRORS|UNC|UNCERT|UNCERTAINTY|STDDEV|SIGMA|STAT|NOISE|RMS|VAR|VARIANCE|IVAR|IVM|WHT|WEIGHT|WGT|WT|DQ|QUALITY|FLAGS?|MASK|MSK|BPM|BPMASK|OOF|CTX|CON|EXP|SAMP|TIME|CAT|BKG|BACK|BACKGROUND|SKY|SKYFIT|WCSDVARR|D2IMARR|WCSCORR|THUMBNAIL|PREVIEW|MDIZ)(?![A-Z])/;

/** The HDUs with pixels, without those that describe another. */
export function imagesOf(hdus: readonly Hdu[]): Hdu[] {
  return hdus.filter(hdu => hasPixels(hdu) && !COMPANION.test(hdu.name.toUpperCase()));
}

/** What HDUs of one kind have in common: EXTNAME without its numbers; that of a primary HDU without a name is empty. */
export function kindOf({ name, index }: Hdu): string {
  return index === 0 && name === 'PRIMARY' ? '' : name.toUpperCase().replace(/[\d_\s-]+/g, '');
}
