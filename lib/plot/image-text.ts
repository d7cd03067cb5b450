/**
 * A frame in two lines of text: what a terminal shows in place of a picture.
 *
 * @module
 */
import type { Image } from '../frame/image.js';
import { sortedSample } from './stretch.js';
import { textBars } from './text-plot.js';

const BINS = 32;

/** Sky, noise and extremes of the pixels, and the histogram of their bulk. */
export function imageText({ pixels, unit }: Pick<Image, 'pixels' | 'unit'>): string {
  let low = Infinity;
  let high = -Infinity;
  let missing = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i];
    if (value - value !== 0) missing++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (missing === pixels.length) return 'no pixel has data';
  const sample = sortedSample(pixels);
  const at = (share: number): number => sample[Math.round(share * (sample.length - 1))];
  const scatter = (at(0.8413) - at(0.1587)) / 2;
  const facts = [
    `median ${short(at(0.5))}`,
    `scatter ${short(scatter)}`,
    `${short(low)} to ${short(high)}${unit ? ` ${unit}` : ''}`,
    ...(missing > 0 ? [`${missing.toLocaleString('en-US')} px without data`] : []),
  ];
  // the sky and the faint stars: the bright ones would press the sky into one bar
  const [from, to] = [Math.max(low, at(0.5) - 4 * scatter), Math.min(high, at(0.5) + 8 * scatter)];
  const line = to > from ? `\n${short(from)} ${histogramLine(sample, from, to)} ${short(to)}` : '';
  return facts.join(', ') + line;
}

/** A histogram in one line of block characters. */
function histogramLine(sample: Float64Array, from: number, to: number): string {
  const counts = new Float64Array(BINS);
  for (const value of sample) {
    const bin = Math.floor(((value - from) / (to - from)) * BINS);
    if (bin >= 0 && bin < BINS) counts[bin]++;
  }
  return textBars(counts);
}

function short(value: number): string {
  return Math.abs(value) >= 10_000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}
