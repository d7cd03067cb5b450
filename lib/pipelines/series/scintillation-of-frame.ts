/**
 * The scintillation noise of a frame, where its header gives the telescope's diameter.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';
import { frameSite } from '../../frame/telescopes/describe-frame.js';
import type { HeaderColumns } from '../../frame/telescopes/header-columns.js';
import { scintillationError } from '../../photometry/scintillation.js';

/** Keywords that give the diameter in millimetres (MaxIm DL, ACP), then in metres. */
const MILLIMETRES = ['APTDIA', 'APERTURE'];
const METRES = ['TELDIAM', 'TELAPER', 'DIAMETER'];

/** The telescope's diameter [m] from the header; NaN if absent or implausible. */
function apertureDiameter(header: Image['header']): number {
  for (const keyword of MILLIMETRES) if (header.number(keyword) >= 30) return header.number(keyword) / 1000;
  for (const keyword of METRES)
    if (header.number(keyword) > 0.03 && header.number(keyword) < 60) return header.number(keyword);
  return Number.NaN;
}

/**
 * Relative 1-sigma scintillation noise of one star in a frame; NaN where diameter, site, airmass or exposure
 * is unknown.
 */
export function scintillationOf(image: Pick<Image, 'header' | 'exptime'>, facts: HeaderColumns): number {
  const diameter = apertureDiameter(image.header);
  const site = frameSite(image.header);
  if (!Number.isFinite(diameter) || site === null || !Number.isFinite(site.height)) return Number.NaN;
  return scintillationError({
    apertureDiameter: diameter,
    exptime: image.exptime,
    airmass: facts.airmass,
    height: site.height,
  });
}
