/**
 * The columns of a header table: what every header says about its frame, in the same terms and units.
 *
 * @module
 */
import type { Quantity } from '../../table/column/quantity.js';
import type { ImageType } from './image-type.js';

/** One row of a header table. Numbers that are not known are NaN, text ''. */
export interface HeaderColumns {
  /** Where the file is. */
  path: string;
  /** Name of the file without its folder. */
  file: string;
  /** What was looked at. */
  object: string;
  /** What the frame is for: bias, dark, flat, light or other. */
  imagetyp: ImageType;
  /** Filter, as the header names it. Of several wheels the one that is not clear. */
  filter: string;
  /** Exposure time [s]. */
  exptime: Quantity<'s'>;
  /** Middle of the exposure, JD in UTC [d]. */
  jdUtcMid: Quantity<'d'>;
  /** Airmass in mid-exposure, computed from time, site and pointing; NaN below the horizon, in space, or if one is unknown. */
  airmass: number;
  /** Airmass in the header. */
  airmassHeader: number;
  /** Right ascension of the pointing [deg]. */
  ra: Quantity<'deg'>;
  /** Declination of the pointing [deg]. */
  dec: Quantity<'deg'>;
  /** Gain [electron/adu]; NaN if unknown: a 0 in the header, or a number that is the camera's setting. */
  gain: Quantity<'electron/adu'>;
  /** The camera's gain setting, or its ISO speed: a number of the maker's, not electrons per adu; NaN if there is none. */
  gainSetting: number;
  /** The camera's offset setting, which fixes the level of its bias; NaN if there is none. */
  offset: number;
  /** Read-out noise [electron]; 0 in a header is unknown, hence NaN. */
  readNoise: Quantity<'electron'>;
  /** Saturation [adu]. */
  saturation: Quantity<'adu'>;
  /** Binning along x and y, `1x1` where the header does not say. */
  binning: string;
  /** Read-out mode as the header names it. */
  readMode: string;
  /** Temperature of the detector [deg C]. */
  ccdTemp: Quantity<'deg C'>;
  /** Pixels along x. */
  width: Quantity<'px'>;
  /** Pixels along y. */
  height: Quantity<'px'>;
  /** Size of a pixel on the sky [arcsec/px], binning included. */
  pixelScale: Quantity<'arcsec/px'>;
  /** Full width at half maximum in the header [px]. */
  fwhmHeader: Quantity<'px'>;
  /** Name of the observatory; empty where it is not known. */
  site: string;
  /** Name of the telescope; empty where it is not known. */
  telescope: string;
  /** Name of the camera; of HST with its detector: `ACS/WFC`. */
  instrument: string;
  /** Whether the header has world coordinates that can be used. */
  hasWcs: boolean;
}

/** What describes a frame: a row of a header table. */
export type FrameDescription = Readonly<HeaderColumns>;

/** Unit and meaning of each column, in their order. */
export const HEADER_COLUMNS: { readonly [K in keyof HeaderColumns]: readonly [unit: string, description: string] } = {
  file: ['', 'name of the file'],
  object: ['', 'what was looked at'],
  imagetyp: ['', 'bias, dark, flat, light or other'],
  filter: ['', 'filter as the header names it'],
  exptime: ['s', 'exposure time'],
  jdUtcMid: ['d', 'middle of the exposure, JD in UTC'],
  airmass: ['', 'airmass computed from time, site and pointing'],
  airmassHeader: ['', 'airmass in the header'],
  ra: ['deg', 'right ascension of the pointing'],
  dec: ['deg', 'declination of the pointing'],
  gain: ['electron/adu', 'gain'],
  gainSetting: ['', 'gain setting of the camera'],
  offset: ['', 'offset setting of the camera'],
  readNoise: ['electron', 'read-out noise'],
  saturation: ['adu', 'saturation'],
  binning: ['', 'binning along x and y'],
  readMode: ['', 'read-out mode'],
  ccdTemp: ['deg C', 'temperature of the detector'],
  width: ['px', 'pixels along x'],
  height: ['px', 'pixels along y'],
  pixelScale: ['arcsec/px', 'size of a pixel on the sky'],
  fwhmHeader: ['px', 'full width at half maximum in the header'],
  site: ['', 'observatory'],
  telescope: ['', 'telescope'],
  instrument: ['', 'camera'],
  hasWcs: ['', 'has usable world coordinates'],
  path: ['', 'where the file is'],
};
