/**
 * The truth about a night: what a perfect reduction would find.
 *
 * @module
 */
import type { HotPixel } from './detector.js';
import type { SimulatedExposure } from './exposure.js';
import { isLight, type LightExposure, type NightPlan } from './plan-night.js';
import { centralIntensity } from './psf.js';

/** What truth.json holds; x and y count from the centre of the first pixel, angles are degrees ICRS. */
export interface NightTruth {
  /** What this file is, in words. */
  readonly schema: string;
  readonly seed: number;
  readonly filter: string;
  readonly site: {
    readonly name: string;
    readonly longitude: number;
    readonly latitude: number;
    readonly height: number;
  };
  /** The variable; x and y in the first light. */
  readonly target: TrueStar & {
    readonly name: string;
    /** For example amplitude [mag], or depth. */
    readonly variation: Readonly<Record<string, number | string>>;
  };
  readonly detector: {
    readonly width: number;
    readonly height: number;
    /** [electron/adu]. */
    readonly gain: number;
    /** [electron]. */
    readonly readNoise: number;
    /** [adu]. */
    readonly saturation: number;
    /** Median over the CCD [adu]. */
    readonly biasLevel: number;
    /** Median over the CCD [electron/s]. */
    readonly darkCurrent: number;
    /** Pixels of at least 2 electron/s. */
    readonly hotPixelCount: number;
    /** The hottest forty: x, y, electron/s. */
    readonly hottestPixels: readonly HotPixel[];
  };
  readonly telescope: {
    readonly zeroPoint: number;
    readonly extinction: number;
    readonly colourExtinction: number;
    readonly pixelScale: number;
    readonly psf: string;
    readonly beta: number;
  };
  /** Ids of stars that serve as comparisons in every light: in view, below saturation, at most 1.5 mag fainter. */
  readonly comparisons: readonly number[];
  /** All stars; x and y in the first light. */
  readonly stars: readonly TrueStar[];
  readonly lights: readonly TrueLight[];
  readonly calibrations: readonly { readonly file: string; readonly kind: string; readonly exptime: number }[];
}

/** A star. */
export interface TrueStar {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly ra: number;
  readonly dec: number;
  /** Above the air; the mean or undisturbed magnitude of the variable. */
  readonly magnitude: number;
  /** B - V. */
  readonly colour: number;
}

/** A light. */
export interface TrueLight {
  readonly file: string;
  /** Middle of the exposure [JD, UTC]. */
  readonly jdUtcMid: number;
  readonly exptime: number;
  readonly airmass: number;
  /** Before integration over pixels [px]. */
  readonly fwhm: number;
  /** Part of the light that clouds let through; `clouded` is below 0.95. */
  readonly transparency: number;
  readonly clouded: boolean;
  /** [electron/px]. */
  readonly sky: number;
  /** Against the first light: rotation about the middle [deg], half a turn more if flipped, then a shift [px]. */
  readonly dx: number;
  readonly dy: number;
  readonly rotation: number;
  readonly flipped: boolean;
  /** The same as x' = a x - b y + tx, y' = b x + a y + ty. */
  readonly transform: { readonly a: number; readonly b: number; readonly tx: number; readonly ty: number };
  /** The variable in this light [px]. */
  readonly x: number;
  readonly y: number;
  /** Light of the variable against its mean or undisturbed one. */
  readonly relativeFlux: number;
  /** Expected light of the variable [electron], where the response is 1 (its median). */
  readonly flux: number;
  /** The same of the comparisons, in the order of {@link NightTruth.comparisons}. */
  readonly comparisonFlux: readonly number[];
  /** Whether the header has a WCS. */
  readonly wcs: boolean;
  /** x, y, electrons. */
  readonly cosmicRays: readonly (readonly [number, number, number])[];
}

const SCHEMA =
  'skyframe night truth 1. Pixel (0, 0) is the centre of the first pixel; degrees ICRS; times UTC; light in electrons ' +
  'where the response of the CCD is 1 (its median). Fluxes are expected values, before photon noise and scintillation. ' +
  'Fields are described in data-samples/simulator/truth.ts.';

/** How far from an edge a comparison stays in every light [px]. */
const COMPARISON_EDGE = 18;

/** Gathers the truth of a night from its plan, and the cosmic rays from its frames. */
export function tellTruth(plan: NightPlan, exposures: readonly SimulatedExposure[]): NightTruth {
  const { detector, telescope, target, stars } = plan;
  const lights = plan.exposures.filter(isLight);
  const biasLevel = medianOf(detector.bias);
  const comparisons = stars.map(star => star.id).filter(id => serves(plan, lights, biasLevel, id));
  const psf = lights[0]?.light.psf;
  return {
    schema: SCHEMA,
    seed: plan.seed,
    filter: telescope.filter,
    site: plan.site,
    target: { ...trueStar(stars[0]), name: target.name, variation: target.variation ?? {} },
    detector: {
      width: detector.width,
      height: detector.height,
      gain: detector.gain,
      readNoise: detector.readNoise,
      saturation: detector.saturation,
      biasLevel: round(biasLevel, 3),
      darkCurrent: round(medianOf(detector.darkRate), 5),
      hotPixelCount: detector.hotPixels.length,
      hottestPixels: detector.hotPixels.slice(0, 40).map(({ x, y, rate }) => ({ x, y, rate: round(rate, 2) })),
    },
    telescope: {
      zeroPoint: telescope.zeroPoint,
      extinction: telescope.extinction,
      colourExtinction: telescope.colourExtinction,
      pixelScale: telescope.pixelScale,
      psf: psf?.shape ?? 'moffat',
      beta: psf?.beta ?? Number.NaN,
    },
    comparisons,
    stars: stars.map(trueStar),
    lights: lights.map(exposure => trueLight(plan, exposure, comparisons, exposures)),
    calibrations: plan.exposures
      .filter(e => e.kind !== 'light')
      .map(({ file, kind, exptime }) => ({ file, kind, exptime })),
  };
}

function trueStar({ id, x, y, ra, dec, magnitude, colour }: TrueStar): TrueStar {
  return {
    id,
    x: round(x, 4),
    y: round(y, 4),
    ra: round(ra, 8),
    dec: round(dec, 8),
    magnitude: round(magnitude, 4),
    colour: round(colour, 3),
  };
}

function trueLight(
  plan: NightPlan,
  exposure: LightExposure,
  comparisons: readonly number[],
  exposures: readonly SimulatedExposure[],
): TrueLight {
  const { light } = exposure;
  const { placement, transform, weather, stars } = light;
  const hits = exposures.find(e => e.plan.index === exposure.index)?.cosmicRays ?? [];
  return {
    file: exposure.file,
    jdUtcMid: exposure.jdMid,
    exptime: exposure.exptime,
    airmass: round(light.airmass, 5),
    fwhm: round(weather.fwhm, 4),
    transparency: round(weather.transparency, 5),
    clouded: weather.transparency < 0.95,
    sky: round(exposure.illumination, 2),
    dx: round(placement.dx, 4),
    dy: round(placement.dy, 4),
    rotation: round(placement.rotation, 5),
    flipped: placement.flipped,
    transform: {
      a: round(transform.a, 9),
      b: round(transform.b, 9),
      tx: round(transform.tx, 5),
      ty: round(transform.ty, 5),
    },
    x: round(stars[0].x, 4),
    y: round(stars[0].y, 4),
    relativeFlux: round(light.relativeFlux, 6),
    flux: round(stars[0].flux, 1),
    comparisonFlux: comparisons.map(id => round(stars[id].flux, 1)),
    wcs: plan.header.wcs(light.number),
    cosmicRays: hits.map(hit => [round(hit.x, 1), round(hit.y, 1), Math.round(hit.electrons)] as const),
  };
}

/** Whether a star is a good comparison in every light. */
function serves(plan: NightPlan, lights: readonly LightExposure[], biasLevel: number, id: number): boolean {
  const { detector, stars } = plan;
  if (id === 0 || stars[id].magnitude > stars[0].magnitude + 1.5) return false;
  return lights.every(({ light, illumination }) => {
    const { x, y, flux } = light.stars[id];
    const inside =
      Math.min(x, y) >= COMPARISON_EDGE &&
      x <= detector.width - 1 - COMPARISON_EDGE &&
      y <= detector.height - 1 - COMPARISON_EDGE;
    const peak = biasLevel + (flux * centralIntensity(light.psf) + illumination) / detector.gain;
    return inside && peak < 0.85 * detector.saturation;
  });
}

function medianOf(values: Float64Array): number {
  return Float64Array.from(values).sort()[values.length >> 1];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
