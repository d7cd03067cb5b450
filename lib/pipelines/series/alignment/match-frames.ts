/**
 * Where the stars of one frame are in another, and the stars of several matched frames as one catalogue.
 *
 * @module
 */
import { matchAsterisms } from '../../../astrometry/match-asterisms.js';
import { invertTransform, type Similarity, transformX, transformY } from '../../../astrometry/stars/similarity.js';
import type { Wcs } from '../../../frame/wcs/wcs.js';
import type { FrameStars } from '../../frames/survey-frame.js';

/** Detected stars of one frame, their FWHM and the WCS. */
export interface Surveyed {
  readonly stars: FrameStars;
  /** Median full width at half maximum of the stars [px]; NaN if there are none. */
  readonly fwhm: number;
  /** Null where the header has no usable one. */
  readonly wcs: Wcs | null;
}

/** A transform and how well it fits. */
export interface Match {
  readonly transform: Similarity;
  readonly matched: number;
  readonly rms: number;
  readonly method: 'asterisms' | 'wcs';
}

/** The transform from one list of stars to another by their pattern; null if none is better than chance. */
export function byAsterisms(reference: FrameStars, stars: FrameStars): Match | null {
  const found = matchAsterisms(reference, stars);
  return found && { transform: found.transform, matched: found.matched, rms: found.rms, method: 'asterisms' };
}

/** Positions closer than this are the same star [px]. */
const SAME_STAR = 3;

/** Collects the stars of matched frames in the pixels of one of them, each once. */
export class MergedStars {
  readonly #stars: { x: number; y: number; flux: number }[] = [];
  readonly #cells = new Map<string, number[]>();
  /** Frames whose stars are merged when the catalogue is read: most series never need it. */
  #waiting: { readonly stars: FrameStars; readonly transform: Similarity }[] = [];
  #sorted: FrameStars | null = null;

  /** Adds the stars of a frame. @param transform from the pixels of the catalogue to those of the frame */
  add(stars: FrameStars, transform: Similarity): void {
    this.#waiting.push({ stars, transform });
  }

  /** The stars, brightest first. */
  get stars(): FrameStars {
    for (const { stars, transform } of this.#waiting) this.#merge(stars, invertTransform(transform));
    this.#waiting = [];
    this.#sorted ??= sortedStars(this.#stars);
    return this.#sorted;
  }

  #merge({ x, y, flux }: FrameStars, back: Similarity): void {
    for (let i = 0; i < x.length; i++) {
      const star = { x: transformX(back, x[i], y[i]), y: transformY(back, x[i], y[i]), flux: flux[i] };
      if (this.#has(star)) continue;
      this.#enter(star);
      this.#sorted = null;
    }
  }

  #has({ x, y }: { x: number; y: number }): boolean {
    const near = this.#cells.get(cellName(x, y)) ?? [];
    return near.some(k => Math.hypot(this.#stars[k].x - x, this.#stars[k].y - y) < SAME_STAR);
  }

  /** Enters a star in its cell and those about it, from where it can be found. */
  #enter(star: { x: number; y: number; flux: number }): void {
    const number = this.#stars.push(star) - 1;
    for (const dx of [-SAME_STAR, 0, SAME_STAR])
      for (const dy of [-SAME_STAR, 0, SAME_STAR]) {
        const name = cellName(star.x + dx, star.y + dy);
        const cell = this.#cells.get(name);
        if (cell) cell.push(number);
        else this.#cells.set(name, [number]);
      }
  }
}

function cellName(x: number, y: number): string {
  return `${Math.floor(x / SAME_STAR)} ${Math.floor(y / SAME_STAR)}`;
}

function sortedStars(stars: readonly { x: number; y: number; flux: number }[]): FrameStars {
  const sorted = [...stars].sort((a, b) => b.flux - a.flux);
  return {
    x: Float64Array.from(sorted, star => star.x),
    y: Float64Array.from(sorted, star => star.y),
    flux: Float64Array.from(sorted, star => star.flux),
  };
}
