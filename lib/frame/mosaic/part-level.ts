/**
 * The level of a part by its overscan.
 *
 * @module
 */
import type { ImageData } from '../../fits/pixels/image-data.js';
import { medianInPlace } from '../../math/select.js';
import type { MosaicPart } from './plan/plan-mosaic.js';

/** Whether the overscan was subtracted before: IRAF's card, or that of LCO's BANZAI. */
export function isOverscanDone({ cards }: MosaicPart): boolean {
  return cards.text('OVERSCAN') !== '' || cards.number('L1STATOV') === 1;
}

/**
 * The median of a part's BIASSEC in the unit of its pixels: one level for the part, whatever its rows do. Few columns give each
 * row a noisy level; a level that changes along the rows is left to the bias frames. NaN without pixels that are numbers.
 */
export function overscanLevel({ bias }: MosaicPart, { pixels, width }: ImageData): number {
  if (bias === null) return Number.NaN;
  const values = new Float64Array(bias.width * bias.height);
  let n = 0;
  for (let y = bias.y; y < bias.y + bias.height; y++)
    for (let i = y * width + bias.x; i < y * width + bias.x + bias.width; i++)
      if (Number.isFinite(pixels[i])) values[n++] = pixels[i];
  return medianInPlace(values, n);
}
