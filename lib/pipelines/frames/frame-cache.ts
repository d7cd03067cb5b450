/**
 * Reduced frames kept in memory between the passes over a series (align, combine, measure), up to a limit.
 *
 * A series is walked from first to last each time, so the first frames that fit are kept and none is
 * dropped for a later one: dropping the oldest would always drop the one needed next.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';

/** Memory for reduced frames of one series [byte]. */
export const DEFAULT_CACHE_LIMIT: number = 512 * 2 ** 20;

/** Keeps images by the frame they come from. */
export class FrameCache {
  readonly #limit: number;
  readonly #images = new Map<object, Image>();
  #bytes = 0;

  constructor(limit: number = DEFAULT_CACHE_LIMIT) {
    this.#limit = limit;
  }

  /** The image kept for `frame`, or null. */
  get(frame: object): Image | null {
    return this.#images.get(frame) ?? null;
  }

  /** Keeps an image if there is room. */
  offer(frame: object, image: Image): void {
    const bytes = image.pixels.byteLength + (image.variance?.byteLength ?? 0) + (image.mask?.byteLength ?? 0);
    if (this.#bytes + bytes > this.#limit || this.#images.has(frame)) return;
    this.#images.set(frame, image);
    this.#bytes += bytes;
  }
}
