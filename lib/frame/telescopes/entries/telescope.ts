/**
 * What is known about a telescope and its camera: the keywords of its headers, its site.
 *
 * @module
 */
import type { Site } from '../../../time/site.js';

/** What a header may say about a frame, by whatever keyword. */
export type HeaderFact =
  | 'object'
  | 'imagetyp'
  | 'filter'
  | 'exptime'
  | 'start'
  | 'time'
  | 'mid'
  | 'end'
  | 'ra'
  | 'dec'
  | 'airmass'
  | 'gain'
  | 'offset'
  | 'readNoise'
  | 'saturation'
  | 'binning'
  | 'readMode'
  | 'ccdTemp'
  | 'pixelScale'
  | 'fwhm'
  | 'site'
  | 'latitude'
  | 'longitude'
  | 'height'
  | 'telescope'
  | 'instrument';

/**
 * Keywords in which to look for a quantity, in this order.
 *
 * If one quantity is in two cards, both are named with a slash: `XBINNING/YBINNING` is
 * binning along x and y, `FILTER1/FILTER2` are two wheels, where the one that is not clear counts.
 */
export type Keywords = Readonly<Partial<Record<HeaderFact, readonly string[]>>>;

/** An entry of the dictionary. */
export interface Telescope {
  /** Short name, unique: `ARCSAT`. */
  readonly id: string;
  /** Name in full. */
  readonly name: string;
  /**
   * How its headers are known: keywords with a regular expression (capitals do not matter) that the
   * value of each must match. Absent: it is never recognised, only selected by id.
   */
  readonly recognise?: Readonly<Record<string, string>>;
  /** Values by which one of INSTRUME, TELESCOP, ... names it, exactly but for capitals. */
  readonly identifiers?: readonly string[];
  /** Where its headers differ from the common spellings: these keywords are tried first. */
  readonly keywords?: Keywords;
  /** Its site, for headers that do not give it. */
  readonly site?: Site;
  /** Code of the Minor Planet Center. */
  readonly mpcCode?: string;
  /** It is in space: there is no airmass. */
  readonly inSpace?: boolean;
  /** Size of an unbinned pixel [arcsec], for headers that do not say it. */
  readonly pixelScale?: number;
  /** Gain [electron/adu], for headers that do not say it. */
  readonly gain?: number;
  /** Read-out noise [electron], for headers that do not say it. */
  readonly readNoise?: number;
  /** Saturation [adu], for headers that do not say it. */
  readonly saturation?: number;
  /** Keywords that make the name of the instrument together: `INSTRUME` and `DETECTOR` of HST. */
  readonly instrumentParts?: readonly string[];
}
