/**
 * What a simulated night is made of.
 *
 * @module
 */
import type { DetectorOptions } from './detector.js';
import type { Effects } from './frame.js';
import type { MotionOptions } from './placement.js';
import type { SimulatedSite } from './sky-geometry.js';
import type { WeatherOptions } from './weather.js';

/** The variable star. */
export interface TargetOptions {
  /** Written as OBJECT. */
  readonly name: string;
  /** ICRS [deg]. */
  readonly ra: number;
  readonly dec: number;
  /** Where `light` is 1, above the air. */
  readonly magnitude: number;
  /** B - V [mag]. */
  readonly colour: number;
  /** Position in the first light [px]. */
  readonly x: number;
  readonly y: number;
  /** Its light at a time [JD, UTC, at the telescope], against that at `magnitude`. Default: always 1. */
  readonly light?: (jd: number) => number;
  /** What the truth file says of the variation, for example `{ amplitude: 0.9 }`. */
  readonly variation?: Readonly<Record<string, number | string>>;
}

/** The telescope and its filter. */
export interface TelescopeOptions {
  /** Diameter [m], for scintillation. */
  readonly diameter: number;
  readonly filter: string;
  /** Magnitude of a star that gives 1 electron/s above the air. */
  readonly zeroPoint: number;
  /** Extinction k' [mag/airmass]. */
  readonly extinction: number;
  /** Extinction by colour k'' [mag/airmass/mag]: k = k' + k'' (B - V). */
  readonly colourExtinction: number;
  /** [arcsec/px]. */
  readonly pixelScale: number;
  /** From the frame's +y toward east [deg]. */
  readonly positionAngle: number;
  /** Dark sky [mag/arcsec^2]. */
  readonly skyMagnitude: number;
}

/** The frames without stars, taken before the lights. */
export interface CalibrationOptions {
  readonly bias: number;
  readonly dark: number;
  /** [s]. */
  readonly darkExptime: number;
  readonly flat: number;
  /** [s]. */
  readonly flatExptime: number;
  /** Level of the first flat above the bias [adu]. */
  readonly flatLevel: number;
  /** Each flat against the one before it: 1 for a lamp, 0.85 for a darkening twilight. */
  readonly flatDecline: number;
}

/** How the headers are written. */
export interface HeaderOptions {
  /** `observatory`: decimal site, IMAGETYP 'LIGHT'; `maxim`: sexagesimal site, OBJCTRA, IMAGETYP 'Light Frame'. */
  readonly dialect: 'observatory' | 'maxim';
  /** Whether GAIN, RDNOISE and SATURATE are there. */
  readonly detectorKeywords: boolean;
  /** Whether light number k (from 0) has a WCS. */
  readonly wcs: (light: number) => boolean;
}

/** A night; everything has a default. */
export interface NightOptions {
  /** Size of the CCD [px], default 512 x 512. */
  readonly width?: number;
  readonly height?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Number of lights, default 12. */
  readonly lights?: number;
  /** Of a light [s], default 60. */
  readonly exptime?: number;
  /** From the beginning of one light to that of the next [s], default 600. */
  readonly cadence?: number;
  /** Beginning of the first light, UTC to the second, default '2025-07-20T23:40:00'. */
  readonly start?: string;
  readonly site?: SimulatedSite;
  readonly target?: Partial<TargetOptions>;
  readonly telescope?: Partial<TelescopeOptions>;
  /** Magnitudes of the stars that are well placed all night; default seven from 1 mag brighter to 0.8 mag fainter. */
  readonly companions?: readonly number[];
  /** How far from the edges these stay in the first light [px], default 40. */
  readonly companionMargin?: number;
  /** Further stars, default 60. */
  readonly faintStars?: number;
  /** Range of their magnitudes, default 13.5 to 17.5. */
  readonly faintMagnitudes?: readonly [number, number];
  /** Moffat of beta 3.5 by default. */
  readonly psf?: { readonly shape: 'moffat' | 'gaussian'; readonly beta: number };
  readonly motion?: MotionOptions;
  readonly weather?: WeatherOptions;
  readonly detector?: Omit<DetectorOptions, 'width' | 'height' | 'seed'>;
  readonly calibrations?: Partial<CalibrationOptions>;
  /** Hits on the whole CCD [1/s], default 0.05. */
  readonly cosmicRayRate?: number;
  /** Whether stars scintillate, default true. */
  readonly scintillation?: boolean;
  readonly effects?: Partial<Effects>;
  readonly header?: Partial<HeaderOptions>;
}

export const defaultSite: SimulatedSite = {
  name: 'Roque de los Muchachos',
  longitude: -17.8792,
  latitude: 28.7606,
  height: 2327,
};

export const defaultTelescope: TelescopeOptions = {
  diameter: 0.5,
  filter: 'V',
  zeroPoint: 22,
  extinction: 0.14,
  colourExtinction: -0.005,
  pixelScale: 1.1,
  positionAngle: 0,
  skyMagnitude: 20.6,
};

export const defaultCalibrations: CalibrationOptions = {
  bias: 5,
  dark: 5,
  darkExptime: 60,
  flat: 5,
  flatExptime: 4,
  flatLevel: 30000,
  flatDecline: 1,
};

export const defaultHeader: HeaderOptions = {
  dialect: 'observatory',
  detectorKeywords: true,
  wcs: () => true,
};
