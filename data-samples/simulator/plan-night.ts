/**
 * The plan of a night: which frames are taken when, where each star falls, and how bright it is there. No pixels yet.
 *
 * @module
 */
import { type Detector, makeDetector } from './detector.js';
import {
  type CalibrationOptions,
  defaultCalibrations,
  defaultHeader,
  defaultSite,
  defaultTelescope,
  type HeaderOptions,
  type NightOptions,
  type TargetOptions,
  type TelescopeOptions,
} from './night-options.js';
import { type LinearPlacement, linearPlacement, type Placement, place, planMotion } from './placement.js';
import type { Psf } from './psf.js';
import { airmassAtAltitude, altitudeOf, type SimulatedSite, type SkyPoint } from './sky-geometry.js';
import { type FieldStar, makeStarField } from './star-field.js';
import { planWeather, type Weather } from './weather.js';
import { tangentPointFor, toSky } from './world-coordinates.js';

/** A star of the night with its place on the sky. */
export type NightStar = FieldStar & SkyPoint;

/** A frame to be taken. */
export interface PlannedExposure {
  /** Number in the night, from 0; its random numbers depend on this and the night's seed. */
  readonly index: number;
  readonly kind: 'bias' | 'dark' | 'flat' | 'light';
  /** Sorts by time. */
  readonly file: string;
  /** Beginning, UTC [s since 1970, whole]. */
  readonly start: number;
  /** Middle, UTC [JD]. */
  readonly jdMid: number;
  /** [s]. */
  readonly exptime: number;
  /** Sky, or the screen of a flat [electron/px]. */
  readonly illumination: number;
  /** Only for lights. */
  readonly light?: PlannedLight;
}

/** A frame of the sky. */
export interface LightExposure extends PlannedExposure {
  readonly kind: 'light';
  readonly light: PlannedLight;
}

/** Tells lights from the other frames. */
export function isLight(exposure: PlannedExposure): exposure is LightExposure {
  return exposure.light !== undefined;
}

/** What a light has beyond the other frames. */
export interface PlannedLight {
  /** Number among the lights, from 0. */
  readonly number: number;
  readonly airmass: number;
  readonly weather: Weather;
  readonly psf: Psf;
  readonly placement: Placement;
  readonly transform: LinearPlacement;
  /** The variable's light against its mean or undisturbed one. */
  readonly relativeFlux: number;
  /** Where each star of the night falls and its expected light [electron]; in the order of {@link NightPlan.stars}. */
  readonly stars: readonly { readonly x: number; readonly y: number; readonly flux: number }[];
}

/** A night, ready to be exposed. */
export interface NightPlan {
  readonly seed: number;
  readonly site: SimulatedSite;
  readonly target: TargetOptions;
  readonly telescope: TelescopeOptions;
  readonly header: HeaderOptions;
  /** Where the middle of the first light points. */
  readonly pointing: SkyPoint;
  readonly detector: Detector;
  /** The variable first. */
  readonly stars: readonly NightStar[];
  readonly exposures: readonly PlannedExposure[];
  readonly cosmicRayRate: number;
  readonly scintillation: boolean;
  readonly effects: NonNullable<NightOptions['effects']>;
}

/** Plans a night; takes milliseconds. */
export function planNight(options: NightOptions = {}): NightPlan {
  const { width = 512, height = 512, seed = 1, site = defaultSite } = options;
  const telescope = { ...defaultTelescope, ...options.telescope };
  const target: TargetOptions = {
    name: 'Simulated star',
    ra: 280.05,
    dec: 33.2,
    magnitude: 13.5,
    colour: 0.4,
    x: width / 2 + 11.3,
    y: height / 2 - 8.6,
    ...options.target,
  };
  const detector = makeDetector({ ...options.detector, width, height, seed });
  const pointing = tangentPointFor(target, target, telescope, width, height);
  const field = makeStarField({
    width,
    height,
    seed,
    target: { x: target.x, y: target.y, magnitude: target.magnitude, colour: target.colour },
    companions: options.companions ?? [-1, -0.6, -0.3, 0, 0.2, 0.5, 0.8].map(fainter => target.magnitude + fainter),
    companionMargin: options.companionMargin,
    faintStars: options.faintStars,
    faintMagnitudes: options.faintMagnitudes,
  });
  const stars = field.map(star => ({ ...star, ...toSky(pointing, star, telescope, width, height) }));
  const plan = { seed, site, target, telescope, pointing, detector, stars };
  return {
    ...plan,
    header: { ...defaultHeader, ...options.header },
    exposures: [...planCalibrations(options, detector), ...planLights(options, plan)].map((exposure, index) => ({
      ...exposure,
      index,
    })),
    cosmicRayRate: options.cosmicRayRate ?? 0.05,
    scintillation: options.scintillation ?? true,
    effects: options.effects ?? {},
  };
}

type Unnumbered = Omit<PlannedExposure, 'index'>;

/** Bias, darks and flats one after the other, from four hours before the first light on. */
function planCalibrations(options: NightOptions, detector: Detector): Unnumbered[] {
  const settings: CalibrationOptions = { ...defaultCalibrations, ...options.calibrations };
  const exposures: Unnumbered[] = [];
  let start = firstLight(options) - 4 * 3600;
  const take = (kind: 'bias' | 'dark' | 'flat', exptime: number, illumination: number): void => {
    exposures.push(exposureAt(kind, start, exptime, illumination));
    start += Math.ceil(exptime) + 12;
  };
  for (let k = 0; k < settings.bias; k++) take('bias', 0, 0);
  for (let k = 0; k < settings.dark; k++) take('dark', settings.darkExptime, 0);
  for (let k = 0; k < settings.flat; k++) {
    take('flat', settings.flatExptime, settings.flatLevel * detector.gain * settings.flatDecline ** k);
  }
  return exposures;
}

function planLights(
  options: NightOptions,
  plan: Pick<NightPlan, 'seed' | 'site' | 'target' | 'telescope' | 'detector' | 'stars'>,
): Unnumbered[] {
  const { lights = 12, exptime = 60, cadence = 600, psf = { shape: 'moffat', beta: 3.5 } } = options;
  const { seed, site, target, telescope, detector, stars } = plan;
  const starts = Array.from({ length: lights }, (_, k) => firstLight(options) + k * cadence);
  const airmasses = starts.map(start => airmassAtAltitude(altitudeOf(target, site, jdOf(start + exptime / 2))));
  const placements = planMotion(lights, seed, options.motion);
  const weathers = planWeather(airmasses, seed, options.weather);
  const darkSky = 10 ** (0.4 * (telescope.zeroPoint - telescope.skyMagnitude)) * telescope.pixelScale ** 2;

  return starts.map((start, number) => {
    const weather = weathers[number];
    const airmass = airmasses[number];
    const transform = linearPlacement(placements[number], detector.width, detector.height);
    const exposure = exposureAt('light', start, exptime, darkSky * exptime * weather.skyFactor);
    const relativeFlux = target.light?.(exposure.jdMid) ?? 1;
    const light: PlannedLight = {
      number,
      airmass,
      weather,
      transform,
      relativeFlux,
      placement: placements[number],
      psf: { ...psf, fwhm: weather.fwhm },
      stars: stars.map(star => ({
        ...place(transform, star),
        flux: starRate(star, telescope, airmass) * exptime * weather.transparency * (star.id === 0 ? relativeFlux : 1),
      })),
    };
    return { ...exposure, light };
  });
}

/** Light of a star through the air [electron/s]. */
function starRate(star: FieldStar, telescope: TelescopeOptions, airmass: number): number {
  const extinction = telescope.extinction + telescope.colourExtinction * star.colour;
  return 10 ** (0.4 * (telescope.zeroPoint - star.magnitude - extinction * airmass));
}

function exposureAt(kind: PlannedExposure['kind'], start: number, exptime: number, illumination: number): Unnumbered {
  const stamp = new Date(start * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return { kind, file: `${stamp}-${kind}.fits`, start, jdMid: jdOf(start + exptime / 2), exptime, illumination };
}

/** Seconds since 1970 to JD, both UTC. */
function jdOf(seconds: number): number {
  return seconds / 86400 + 2440587.5;
}

function firstLight({ start = '2025-07-20T23:40:00' }: NightOptions): number {
  return Math.round(Date.parse(`${start}Z`) / 1000);
}
