/**
 * Position of a frame on the screen.
 *
 * @module
 */

/** The rectangle of the pixels on the screen, and the mapping from frame pixels. */
export interface PictureBox {
  /** [screen px] */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Screen pixels to one of the frame. */
  readonly scale: number;
  /** From a pixel's centre to the screen; the first pixel's centre is half a pixel inside the corner. */
  screenX(x: number): number;
  screenY(y: number): number;
}

/** Maximum height of tall frames, as a multiple of the available width. */
const TALLEST = 1.5;

/** Fits a frame of `width` x `height` pixels into a width of `room`. */
export function pictureBox(width: number, height: number, at: { left: number; top: number; room: number }): PictureBox {
  const { left, top, room } = at;
  const scale = Math.min(room / width, (TALLEST * room) / height);
  const tall = height * scale;
  return {
    left,
    top,
    width: width * scale,
    height: tall,
    scale,
    screenX: x => left + (x + 0.5) * scale,
    screenY: y => top + tall - (y + 0.5) * scale,
  };
}
