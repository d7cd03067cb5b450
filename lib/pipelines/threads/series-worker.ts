/**
 * The program of a worker thread: reads, reduces and caches frames, and runs tasks on them.
 *
 * A frame always goes to the same thread, so that the cache serves later passes over the series.
 *
 * @module
 */
import { platform } from '#platform';
import type { Image } from '../../frame/image.js';
import { registerTelescope } from '../../frame/telescopes/registry.js';
import type { BadPixels } from '../../reduce/calibrate/bad-pixels.js';
import type { CalibrateOptions } from '../../reduce/calibrate/calibrate.js';
import { combineStrip } from '../../reduce/combine/pixels/combine-strip.js';
import { FrameCache } from '../frames/frame-cache.js';
import { performTask } from '../frames/frame-tasks.js';
import {
  type FrameReduction,
  fileLoader,
  type Loadable,
  loadReduced,
  type ReductionSettings,
} from '../frames/series-plan.js';
import { toPlainError } from './messages/plain-error.js';
import type {
  FrameMessage,
  FromWorker,
  PlainCalibration,
  SessionMessage,
  ToWorker,
} from './messages/series-worker-messages.js';
import { fromPlain, type Plain, sharedCopy, toPlain } from './messages/shared-image.js';

/** What this thread knows of a series. */
interface Session {
  readonly settings: ReductionSettings & { readonly reductions: Map<Loadable, FrameReduction> };
  /** Frames by number; these objects are the keys of the cache. */
  readonly frames: Map<number, Loadable>;
}

const sessions = new Map<number, Session>();

function openSession({ session, calibrations, precision, cacheLimit, telescopes }: SessionMessage): void {
  for (const telescope of telescopes) registerTelescope(telescope);
  const decode = decodeOnce();
  const settings = {
    calibrations: calibrations.map(calibration => calibrationOf(calibration, decode)),
    reductions: new Map<Loadable, FrameReduction>(),
    precision,
    cache: new FrameCache(cacheLimit),
  };
  sessions.set(session, { settings, frames: new Map() });
}

/** Decodes images; one that several reductions share becomes one image, for which what is derived from it is kept. */
function decodeOnce(): (plain: Plain<Image>) => Image {
  const images = new Map<Plain<Image>, Image>();
  return plain => {
    const image = images.get(plain) ?? fromPlain<Image>(plain);
    images.set(plain, image);
    return image;
  };
}

function calibrationOf(
  { options, images, darks }: PlainCalibration,
  decode: (plain: Plain<Image>) => Image,
): CalibrateOptions {
  const { bias, flat, badPixels } = images;
  const masks: { badPixels?: BadPixels } = badPixels ? { badPixels: decode(badPixels) } : {};
  return {
    ...options,
    ...masks,
    bias: bias && decode(bias),
    dark: darks?.map(decode),
    flat: flat && decode(flat),
  };
}

async function workOn({ session, frame: number, source, reduction, verb, ask }: FrameMessage): Promise<unknown> {
  const { settings, frames } = sessions.get(session)!;
  const frame = frames.get(number) ?? fileLoader(source);
  frames.set(number, frame);
  if (reduction) settings.reductions.set(frame, reduction);
  const answer = performTask(verb, await loadReduced(frame, settings), ask);
  return toPlain('pixels' in answer ? sharedCopy(answer) : answer);
}

/** Handles a message; an undefined result is not sent. */
function obey(message: ToWorker): unknown {
  switch (message.kind) {
    case 'session':
      return openSession(message);
    case 'forget':
      return sessions.delete(message.session);
    case 'rows':
      return combineStrip(message.frames, message.rule, message.out, 0);
    case 'frame':
      return workOn(message);
  }
}

const host = platform.workers();
if ('why' in host) throw new Error(host.why);
host.listen(async (received, send: (answer: FromWorker) => void) => {
  const message = received as ToWorker;
  const job = 'job' in message ? message.job : 0;
  try {
    const answer = await obey(message);
    if (job > 0) send({ job, answer });
  } catch (error) {
    send({ job, error: toPlainError(error) });
  }
});
