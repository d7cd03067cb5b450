/**
 * One image or several as a viewer.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import type { Provenance } from '../../core/provenance.js';
import { drawPicture, type PictureOptions } from '../image-picture.js';
import { imageText } from '../image-text.js';
import { requireStretch, type Stretch } from '../stretch.js';
import { Viewer } from './viewer.js';
import { markData, packFrame, type ViewedImage } from './viewer-data.js';
import { viewerHtml } from './viewer-html.js';

/** Settings of a viewer. */
export interface ViewOptions extends Omit<PictureOptions, 'percentiles' | 'limits'> {
  /** The stretch shown first. Default `'zscale'`. */
  readonly stretch?: Stretch;
  /** Width on the screen [px]. Default 720. */
  readonly width?: number;
  /** Height of the image on the screen [px]. Default from the frame's proportions, 160 to 600. */
  readonly height?: number;
  /**
   * A frame longer than this along a side is averaged in blocks of pixels before it is sent [px]. Default 1024; 512 for a
   * series.
   */
  readonly longestSide?: number;
}

/** What a viewer shows. */
export interface ViewedImages {
  /** The images to page through; at least one. */
  readonly images: readonly ViewedImage[];
  /** What a value counts. */
  readonly unit: string;
  /** Words below the image about where its values come from; empty for none. */
  readonly note?: string;
  /** Provenance of the images. Default: unknown. */
  readonly provenance?: Provenance;
}

/** Longest side of the still picture [px], which is shown only where the viewer cannot run. */
const STILL_SIDE = 512;

let made = 0;

/** A viewer of images in one unit. */
export function viewImages({ images, unit, note = '', provenance }: ViewedImages, options: ViewOptions = {}): Viewer {
  const { stretch = 'zscale', width = 720, title = '', overlays = [], longestSide = 1024 } = options;
  requireStretch(stretch);
  if (!(longestSide >= 1))
    throw new PhotometryError('bad-argument', `longestSide must be at least 1 px, got ${longestSide}`, { longestSide });
  const [first] = images;
  const size = `${first.width} × ${first.height} px`;
  const what = images.length > 1 ? `${images.length} frames of ${size}` : `frame of ${size}`;
  const caption = title ? `${title}: ${what}` : what;
  const height = options.height ?? Math.round(Math.min(600, Math.max(160, (width * first.height) / first.width)));
  const id = `${++made}-${first.width}x${first.height}`;
  return new Viewer({
    id,
    caption,
    provenance,
    text: () => imageText({ pixels: first.pixels, unit }),
    html: () =>
      viewerHtml({
        data: {
          id,
          unit,
          stretch,
          frames: images.map(image => packFrame(image, longestSide)),
          marks: markData(overlays),
        },
        caption,
        note,
        still: drawPicture({ ...first, unit }, { stretch, title, width, overlays }, STILL_SIDE),
        width,
        height,
      }),
  });
}
