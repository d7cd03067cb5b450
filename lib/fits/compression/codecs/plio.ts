/**
 * Decompression of IRAF pixel lists: runs of equal, non-negative integers below 2^24, as in masks.
 *
 * A tile is a sequence of 16-bit words. The highest four bits define the meaning of the other twelve: a run, or a step
 * up or down in the value of the following runs.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.4.3
 */
import { damagedTile, type TileForm } from './codec.js';

/**
 * Header length of the older form, whose word 2 is the length of the list; in the newer form that word is negative and
 * the header longer.
 */
const OLD_HEADER_WORDS = 3;

/** Operation codes of the words of a list: their highest four bits. */
const SKIP = 0;
const SET_VALUE = 1;
const STEP_UP = 2;
const STEP_DOWN = 3;
const RUN = 4;
const SKIP_THEN_PIXEL = 5;
const STEP_UP_PIXEL = 6;
const STEP_DOWN_PIXEL = 7;

/**
 * Decodes a tile; pixels beyond the end of the list are 0.
 *
 * @throws PhotometryError `truncated-file` for an invalid list
 */
export function decodePlio(bytes: Uint8Array, tile: TileForm): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = Math.floor(bytes.length / 2);
  const out = new Int32Array(tile.count);
  const { first, length } = extent(view, words, tile);
  let value = 1;
  let at = 0;
  for (let i = first; i < length && at < out.length; i++) {
    const word = view.getUint16(2 * i);
    const code = word >>> 12;
    const number = word & 4095;
    if (code === SET_VALUE) {
      if (++i >= length) throw damagedTile(tile, 'its list ends within a number');
      value = (view.getInt16(2 * i) << 12) + number;
    } else if (code === STEP_UP || code === STEP_UP_PIXEL) value += number;
    else if (code === STEP_DOWN || code === STEP_DOWN_PIXEL) value -= number;
    if (code === STEP_UP_PIXEL || code === STEP_DOWN_PIXEL) out[at++] = value;
    else if (code === SKIP || code === RUN || code === SKIP_THEN_PIXEL) {
      const end = at + number;
      if (code === RUN) out.fill(value, at, end);
      else if (code === SKIP_THEN_PIXEL && number > 0 && end <= out.length) out[end - 1] = value;
      at = end;
    } else if (code > STEP_DOWN_PIXEL) throw damagedTile(tile, `word ${i} of its list is ${word}`);
  }
  return out;
}

/** Returns the range of words that form the list. An empty tile has no words at all. */
function extent(view: DataView, words: number, tile: TileForm): { first: number; length: number } {
  if (words < OLD_HEADER_WORDS) throw damagedTile(tile, `a list of ${words} words has no header`);
  const oldLength = view.getInt16(4);
  if (oldLength > 0) return checked(OLD_HEADER_WORDS, oldLength, words, tile);
  if (words < 5) throw damagedTile(tile, `a list of ${words} words has no header`);
  return checked(view.getInt16(2), view.getInt16(6) + view.getInt16(8) * 2 ** 15, words, tile);
}

function checked(first: number, length: number, words: number, tile: TileForm): { first: number; length: number } {
  if (first >= 0 && length >= first && length <= words) return { first, length };
  throw damagedTile(tile, `its list claims words ${first} to ${length} of ${words}`);
}
