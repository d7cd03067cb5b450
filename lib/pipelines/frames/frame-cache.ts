/**
 * Reduced frames kept in memory between the passes over a series (align, combine, measure), up to a limit.
 *
 * Each pass goes from the first frame to the last, so the first frames that fit are kept and none is
 * evicted for a later one: evicting the oldest would always evict the one needed next.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';

/** Memory limit for the reduced frames of one series [byte]. */
export const DEFAULT_CACHE_LIMIT: number = 512 * 2 ** 20;

/** Cache of images by the frame they come from. */
export class FrameCache {
  readonly #limit: number;
  readonly #images = new Map<object, Image>();
  #bytes = 0;

  constructor(limit: number = DEFAULT_CACHE_LIMIT) {
    this.#limit = limit;
  }

  /** The cached image of `frame`, or null. */
  get(frame: object): Image | null {
    return this.#images.get(frame) ?? null;
  }

  /** Caches an image if there is room. */
  offer(frame: object, image: Image): void {
    const bytes = image.pixels.byteLength + (image.variance?.byteLength ?? 0) + (image.mask?.byteLength ?? 0);
    if (this.#bytes + bytes > this.#limit || this.#images.has(frame)) return;
    this.#images.set(frame, image);
    this.#bytes += bytes;
  }
}
