/**
 * An RR Lyrae star from minimum over the steep rise to past maximum: drift, a jump of the mount, a bank of clouds, dawn.
 *
 * @module
 */
import type { NightOptions } from '../night-options.js';
import { rrLyraeCurve } from '../rr-lyrae-curve.js';

const curve = { period: 0.5624, epoch: 2460877.6178, amplitude: 0.9 };

/** Settings of data-samples/rr-lyrae: darks are longer than lights, and the header knows gain and read noise. */
export const rrLyraeNight: NightOptions = {
  width: 216,
  height: 200,
  seed: 20250767,
  lights: 24,
  exptime: 60,
  cadence: 780,
  start: '2025-07-20T23:40:00',
  target: {
    name: 'RR Sim',
    ra: 280.1042,
    dec: 33.1475,
    magnitude: 13.4,
    colour: 0.35,
    x: 118.4,
    y: 92.7,
    light: rrLyraeCurve(curve),
    variation: { type: 'RRab', ...curve, epochScale: 'JD UTC at the telescope' },
  },
  companions: [10.9, 12.4, 12.8, 13.1, 13.4, 13.6, 14.0],
  companionMargin: 36,
  faintStars: 52,
  faintMagnitudes: [13.6, 17.6],
  motion: {
    drift: { dx: 21, dy: -13 },
    periodicError: 1.4,
    turn: 0.4,
    jump: { at: 14, dx: -27, dy: 16 },
  },
  weather: {
    fwhm: 2.9,
    cloud: { at: 9.2, width: 1.1, depth: 0.68 },
    skyRise: 6,
    skyRiseFrom: 0.65,
  },
  telescope: { filter: 'V', zeroPoint: 22, positionAngle: 1.8 },
  detector: { gain: 1.4, readNoise: 9, darkCurrent: 0.25, hotFraction: 0.0012 },
  calibrations: { darkExptime: 120, flatDecline: 0.9, flatLevel: 36000 },
  cosmicRayRate: 0.06,
  header: { dialect: 'observatory', detectorKeywords: true, wcs: light => light % 3 === 0 },
};
