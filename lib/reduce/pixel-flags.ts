/**
 * Flags of pixels: a frame's mask, begun when the first pixel needs it, and the few flags of a master.
 *
 * @module
 */
import { type Image, PixelFlag, UNUSABLE_PIXEL } from '../frame/image.js';

/** A mask in the making: undefined as long as no pixel is flagged. */
export type GrowingMask = Uint8Array | undefined;

/** The flagged pixels of an image, which are few: a series adds the same ones to every frame. */
export interface FlaggedPixels {
  readonly index: Uint32Array;
  /** Bits of PixelFlag, one byte for each index. */
  readonly bits: Uint8Array;
}

/** ORs a master's flags into the mask of a frame of `length` pixels. */
export function addFlagged({ index, bits }: FlaggedPixels, mask: GrowingMask, length: number): GrowingMask {
  if (index.length === 0) return mask;
  const out = mask ?? new Uint8Array(length);
  for (let k = 0; k < index.length; k++) out[index[k]] |= bits[k];
  return out;
}

/** The pixels of a full mask that are not 0. */
export function flaggedPixels(mask: Uint8Array): FlaggedPixels {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += Number(mask[i] !== 0);
  const index = new Uint32Array(count);
  const bits = new Uint8Array(count);
  for (let i = 0, k = 0; k < count; i++) {
    if (mask[i] === 0) continue;
    index[k] = i;
    bits[k++] = mask[i];
  }
  return { index, bits };
}

const NONE: FlaggedPixels = { index: new Uint32Array(0), bits: new Uint8Array(0) };

/** The flags that a frame gets from a master bias: `bad` where it is unusable. */
export function biasFlags({ mask }: Image): FlaggedPixels {
  if (mask === undefined) return NONE;
  return flaggedPixels(mask.map(bits => ((bits & UNUSABLE_PIXEL) !== 0 ? PixelFlag.bad : 0)));
}

/** Flags of flats: a series asks for the same master with every frame. */
const known = new WeakMap<Image, FlaggedPixels>();

/** The flags that a frame gets from a master flat: `bad` where it is unusable or not positive, and its `hot`. */
export function flatFlags(flat: Image): FlaggedPixels {
  let flags = known.get(flat);
  if (flags === undefined) {
    const { pixels, mask } = flat;
    const full = mask === undefined ? new Uint8Array(pixels.length) : mask.map(flagOfFlat);
    for (let i = 0; i < full.length; i++) if (!(pixels[i] > 0)) full[i] |= PixelFlag.bad;
    flags = flaggedPixels(full);
    known.set(flat, flags);
  }
  return flags;
}

function flagOfFlat(bits: number): number {
  return (bits & PixelFlag.hot) | ((bits & UNUSABLE_PIXEL) !== 0 ? PixelFlag.bad : 0);
}

/** Whether a mask flags any pixel. */
export function hasFlags(mask: Uint8Array): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) return true;
  return false;
}
