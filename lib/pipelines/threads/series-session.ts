/**
 * What threads are told once about a series: how its frames are read and reduced.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';
import type { Telescope } from '../../frame/telescopes/entries/telescope.js';
import { registeredTelescopes } from '../../frame/telescopes/registry.js';
import type { CalibrateOptions } from '../../reduce/calibrate/calibrate.js';
import { darksOf } from '../../reduce/calibrate/darks/dark-choice.js';
import { DEFAULT_CACHE_LIMIT } from '../frames/frame-cache.js';
import type { SeriesFrame, SeriesPlan } from '../frames/series-plan.js';
import type { PlainCalibration, SessionMessage } from './messages/series-worker-messages.js';
import { type Plain, sharedPlain } from './messages/shared-image.js';
import { forgetSession } from './series-threads.js';

/** A series as the threads see it. */
export interface SeriesSession {
  readonly message: SessionMessage;
  /** The frames in order of first use: the frame's number and the thread it belongs to. */
  readonly numbers: Map<SeriesFrame, number>;
  readonly workers: number;
  readonly telescopes: readonly Telescope[];
}

/**
 * Sessions, keyed by what all passes over a series and its derived series share: the cache, or else the plan.
 */
const sessions = new WeakMap<object, SeriesSession | null>();
const unused = new FinalizationRegistry<number>(forgetSession);
let lastSession = 0;

/** The session of a plan; null if its options cannot be sent to a thread. */
export function sessionOf(plan: SeriesPlan, workers: number): SeriesSession | null {
  const key = plan.cache ?? plan;
  const known = sessions.get(key);
  if (known === null) return null;
  // frames stay with their thread: another number of threads or other telescopes make another session
  if (known?.workers === workers && known.telescopes === registeredTelescopes()) return known;
  if (known) forgetSession(known.message.session);
  const session = openSession(plan, workers);
  sessions.set(key, session);
  if (session) unused.register(key, session.message.session);
  return session;
}

function openSession(plan: SeriesPlan, workers: number): SeriesSession | null {
  const telescopes = registeredTelescopes();
  try {
    const message: SessionMessage = {
      kind: 'session',
      session: ++lastSession,
      calibrations: plan.calibrations.map(plainCalibration),
      precision: plan.precision,
      cacheLimit: plan.cache ? Math.floor(DEFAULT_CACHE_LIMIT / workers) : 0,
      telescopes: structuredClone(telescopes),
    };
    return { message, numbers: new Map(), workers, telescopes };
  } catch {
    return null; // an option is a function, which cannot be sent to a thread
  }
}

function plainCalibration(calibration: CalibrateOptions): PlainCalibration {
  const { bias, dark, flat, badPixels, ...rest } = calibration;
  const plain = (value: unknown): Plain<Image> | undefined => (isImage(value) ? sharedPlain(value) : undefined);
  const images = { bias: plain(bias), flat: plain(flat), badPixels: plain(badPixels) };
  const darks = dark && darksOf(dark).map(sharedPlain);
  return { options: structuredClone(images.badPixels ? rest : { ...rest, badPixels }), images, darks };
}

function isImage(value: unknown): value is Image {
  return typeof value === 'object' && value !== null && 'pixels' in value;
}
