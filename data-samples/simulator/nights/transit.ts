/**
 * A planet before its star, from before the first contact to after the last: a meridian flip in the middle, thin cirrus,
 * a rising Moon.
 *
 * @module
 */
import type { NightOptions } from '../night-options.js';
import { transitCurve } from '../transit-curve.js';

const transit = { middle: 2460898.0665, duration: 0.102, radiusRatio: 0.124, impact: 0.3 };
const light = transitCurve(transit);

/** Settings of data-samples/transit: the header knows neither gain nor read noise; flats are of a lamp. */
export const transitNight: NightOptions = {
  width: 240,
  height: 180,
  seed: 20250818,
  lights: 26,
  exptime: 90,
  cadence: 540,
  start: '2025-08-10T11:40:00',
  site: { name: 'Siding Spring', longitude: 149.0706, latitude: -31.2729, height: 1116 },
  target: {
    name: 'Sim-1',
    ra: 315.2318,
    dec: -34.6127,
    magnitude: 12.6,
    colour: 0.72,
    x: 132.6,
    y: 78.3,
    light,
    variation: {
      type: 'transit',
      ...transit,
      middleScale: 'JD UTC at the telescope',
      depth: Number((1 - light(transit.middle)).toFixed(6)),
    },
  },
  companions: [11.7, 12.0, 12.3, 12.5, 12.7, 12.9, 13.3],
  companionMargin: 34,
  faintStars: 55,
  faintMagnitudes: [13, 17.4],
  motion: {
    drift: { dx: -9, dy: 7 },
    periodicError: 0.8,
    flip: { at: 15, dx: 6, dy: -9 },
  },
  weather: {
    fwhm: 3.4,
    cloud: { at: 21, width: 0.8, depth: 0.22 },
    haze: 0.006,
    skyRise: 3,
    skyRiseFrom: 0.5,
  },
  telescope: {
    filter: 'rp',
    zeroPoint: 22.1,
    extinction: 0.09,
    colourExtinction: -0.003,
    pixelScale: 1.05,
    positionAngle: -0.7,
  },
  detector: { gain: 1.15, readNoise: 6.5, darkCurrent: 0.1, hotFraction: 0.001 },
  calibrations: { darkExptime: 90, flatLevel: 32000, flatDecline: 0.998 },
  header: { dialect: 'maxim', detectorKeywords: false, wcs: number => number < 10 },
};
