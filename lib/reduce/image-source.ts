/**
 * An image that can be read when it is needed, and again.
 *
 * @module
 */
import type { Image } from '../frame/image.js';
import type { FrameFacts } from './compatibility.js';

/** Where a frame of a combination comes from. */
export interface ImageSource {
  /** The file, for messages and provenance. */
  readonly path: string;
  /** Reads (and reduces) the frame. Called again for each strip when the frames do not fit in memory. */
  load(): Promise<Image>;
  /** Its header's facts: with them a mixture is refused before any pixel is read. */
  readonly facts?: FrameFacts;
}
