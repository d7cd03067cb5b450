/**
 * Flags of raw pixels: saturated ones and those that are not numbers.
 *
 * @module
 */
import { STRETCH } from '../core/stretches.js';
import { PixelFlag, type Pixels } from './image.js';

/** Masks that hold the flags of their pixels already, with the saturation they were made for. */
const judged = new WeakMap<Pixels, { readonly saturation: number; readonly mask: Uint8Array | undefined }>();

/**
 * The mask with `saturated` where a value reaches `saturation` (NaN: none does), and `noData` where one is not
 * finite; the same mask, undefined included, where it says all that already. `mask` is not changed.
 *
 * A reader and the reduction both call it: the second call, with the reader's mask, returns it without checking again.
 */
export function withRawFlags(raw: Pixels, saturation: number, mask: Uint8Array | undefined): Uint8Array | undefined {
  const known = judged.get(raw);
  if (known !== undefined && known.mask === mask && Object.is(known.saturation, saturation)) return mask;
  const limit = Number.isNaN(saturation) ? Infinity : saturation;
  let out = mask;
  for (let from = 0; from < raw.length; from += STRETCH) {
    const to = Math.min(raw.length, from + STRETCH);
    if (areSound(raw, limit, from, to)) continue;
    if (out === mask) out = mask?.slice() ?? new Uint8Array(raw.length);
    for (let i = from; i < to; i++) {
      if (raw[i] >= saturation) out![i] |= PixelFlag.saturated;
      if (raw[i] - raw[i] !== 0) out![i] |= PixelFlag.noData;
    }
  }
  judged.set(raw, { saturation, mask: out });
  return out;
}

/** Whether all values are finite and below `limit`. */
function areSound(raw: Pixels, limit: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!(raw[i] < limit) || raw[i] === -Infinity) return false;
  return true;
}
