import { expect, it } from 'vitest';
import { matchAsterisms } from '../../lib/astrometry/match-asterisms.js';
import { invertTransform, type Similarity, transformX, transformY } from '../../lib/astrometry/stars/similarity.js';
import type { Stars } from '../../lib/astrometry/stars/star-list.js';
import { readRawFits } from '../helpers/raw-fits.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';
import { findPeaks, type Picture } from './peak-finder.js';
import { largestDifference } from './star-scene.js';

interface SeriesReference {
  readonly series: readonly {
    readonly frames: readonly { readonly file: string; readonly transform: readonly number[] }[];
  }[];
}

/** A window of an image, rotated and shifted by a transform from its pixels to those of the image. */
function resample({ width, height, pixels }: Picture, size: number, toPicture: Similarity): Picture {
  const out = new Float64Array(size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const px = transformX(toPicture, x, y);
      const py = transformY(toPicture, x, y);
      const [i, j] = [Math.floor(px), Math.floor(py)];
      if (i < 0 || j < 0 || i + 1 >= width || j + 1 >= height) throw new Error(`${px}, ${py} is outside the picture`);
      const [u, v] = [px - i, py - j];
      const p = j * width + i;
      out[y * size + x] =
        (1 - v) * ((1 - u) * pixels[p] + u * pixels[p + 1]) +
        v * ((1 - u) * pixels[p + width] + u * pixels[p + width + 1]);
    }
  return { width: size, height: size, pixels: out };
}

describeShared('matchAsterisms on the XO-1 night', () => {
  const science = (file: string): Picture => readRawFits(shared(`data/raw/arcsat-xo1/science/${file}`));
  const frames = referenceValues<SeriesReference>('series').series[0].frames;
  const starsOf = (file: string): Stars => findPeaks(science(file), 5, 120);
  const first = starsOf(frames[0].file);

  it('aligns all 24 raw frames with the first to 0.5 px, including the clouded last ones', () => {
    expect(frames).toHaveLength(24);
    for (const { file, transform } of frames) {
      const [a, b, tx, ty] = transform;
      const match = matchAsterisms(first, starsOf(file));
      expect(match, file).not.toBeNull();
      expect(largestDifference(match!.transform, { a, b, tx, ty }, 1023, 1023), file).toBeLessThan(0.5);
    }
  });

  it('finds rotated and shifted crops of a frame within the frame', () => {
    const picture = science(frames[0].file);
    const crops: [size: number, degrees: number, x: number, y: number][] = [
      [400, 0, 500, 480],
      [400, 180, 900, 950],
      [420, 33, 480, 240],
      [350, 117, 700, 500],
      [420, -71, 260, 700],
    ];
    for (const [size, degrees, tx, ty] of crops) {
      const turn = (degrees * Math.PI) / 180;
      const toPicture = { a: Math.cos(turn), b: Math.sin(turn), tx, ty };
      const crop = findPeaks(resample(picture, size, toPicture), 5, 60);
      const match = matchAsterisms(first, crop);
      expect(match, `${degrees} deg`).not.toBeNull();
      expect(
        largestDifference(invertTransform(match!.transform), toPicture, size, size),
        `${degrees} deg`,
      ).toBeLessThan(0.5);
    }
  });

  it('does not find a frame in its own mirror image', () => {
    const mirrored = { ...first, y: Array.from(first.y, y => 1023 - y) };
    expect(matchAsterisms(first, mirrored)).toBeNull();
    expect(matchAsterisms(first, mirrored, { allowMirror: true })!.transform.flipped).toBe(true);
  });
});
