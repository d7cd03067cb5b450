/**
 * Sky positions of the reference frame's pixels, from whichever frame of a series has a WCS.
 *
 * @module
 */
import {
  IDENTITY,
  invertTransform,
  type Similarity,
  transformX,
  transformY,
} from '../../astrometry/stars/similarity.js';
import { PhotometryError } from '../../core/errors.js';
import { parseWcs, type Wcs } from '../../frame/wcs/wcs.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';
import { loadFrame, type SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';

/** The sky as seen from the reference frame's pixels. */
export class SeriesSky {
  readonly #wcs: Wcs | null;
  readonly #toFrame: Similarity;
  readonly #toReference: Similarity;
  readonly #path: string;
  readonly #aligned: boolean;

  private constructor(wcs: Wcs | null, toFrame: Similarity, path: string, aligned: boolean) {
    this.#wcs = wcs;
    this.#toFrame = toFrame;
    this.#toReference = invertTransform(toFrame);
    this.#path = path;
    this.#aligned = aligned;
  }

  /**
   * Uses the reference frame's own WCS, else that of the first aligned frame that has one; without an
   * alignment, that of the first frame.
   */
  static async of(plan: SeriesPlan, alignment: SeriesAlignment | null): Promise<SeriesSky> {
    const { outside } = alignment ?? { outside: null };
    const path = outside ? outside.image.path : (plan.frames[alignment?.reference ?? 0]?.facts.path ?? '');
    if (alignment === null) {
      const first = await loadFrame(plan, 0);
      return new SeriesSky(parseWcs(first.header), IDENTITY, path, false);
    }
    if (outside?.wcs) return new SeriesSky(outside.wcs, IDENTITY, path, true);
    const order = [...(alignment.reference === null ? [] : [alignment.reference]), ...plan.frames.keys()];
    const index = order.find(k => alignment.wcs[k] !== null && alignment.frames[k].transform !== null);
    if (index === undefined) return new SeriesSky(null, IDENTITY, path, true);
    return new SeriesSky(alignment.wcs[index], alignment.frames[index].transform!, path, true);
  }

  /** Whether any frame has a WCS. */
  get known(): boolean {
    return this.#wcs !== null;
  }

  /** The sky position of a pixel of the reference frame; NaN if no frame has a WCS. */
  pixelToSky(x: number, y: number): SkyPosition {
    if (this.#wcs === null) return { ra: Number.NaN, dec: Number.NaN };
    return this.#wcs.pixelToSky(transformX(this.#toFrame, x, y), transformY(this.#toFrame, x, y));
  }

  /**
   * The WCS of the reference frame's pixels.
   *
   * @throws PhotometryError `no-wcs` if no aligned frame has one or, without an alignment, the first frame has none
   */
  requireWcs(): Pick<Wcs, 'skyToPixel' | 'pixelToSky'> {
    const wcs = this.#wcs;
    if (wcs === null)
      throw new PhotometryError(
        'no-wcs',
        this.#aligned
          ? `no aligned frame of this series (reference: ${this.#path}) has a usable WCS, so positions on the sky cannot be found in it: ` +
              'give positions in pixels of the reference frame, { x, y }'
          : `the first frame of this series, ${this.#path}, has no usable WCS, so positions on the sky cannot be found in it: ` +
              'align() the series, which uses the WCS of any of its frames, or give positions in pixels, { x, y }',
        { path: this.#path },
      );
    return {
      pixelToSky: (x, y) => this.pixelToSky(x, y),
      skyToPixel: (ra, dec) => {
        const { x, y } = wcs.skyToPixel(ra, dec);
        return { x: transformX(this.#toReference, x, y), y: transformY(this.#toReference, x, y) };
      },
    };
  }
}
