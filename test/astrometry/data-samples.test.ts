import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { matchAsterisms } from '../../lib/astrometry/match-asterisms.js';
import type { Similarity } from '../../lib/astrometry/stars/similarity.js';
import type { Stars } from '../../lib/astrometry/stars/star-list.js';
import { medianInPlace } from '../../lib/math/select.js';
import { readRawFits } from '../helpers/raw-fits.js';
import { findPeaks, type Picture } from './peak-finder.js';
import { largestDifference } from './star-scene.js';

interface Truth {
  readonly lights: readonly {
    readonly file: string;
    readonly transparency: number;
    readonly flipped: boolean;
    readonly transform: Similarity;
  }[];
}

describe.each(['rr-lyrae', 'transit'])('matchAsterisms on the simulated night %s', night => {
  const folder = fileURLToPath(new URL(`../../data-samples/${night}/`, import.meta.url));
  const { lights } = JSON.parse(readFileSync(`${folder}truth.json`, 'utf8')) as Truth;
  const darks = readdirSync(folder).filter(file => file.endsWith('-dark.fits'));
  const dark = medianOf(darks.map(file => readRawFits(`${folder}${file}`)));
  const starsOf = (file: string): Stars => findPeaks(subtract(readRawFits(`${folder}${file}`), dark), 6, 60);

  it('aligns every light frame with the first through a drift, jump or flip, and clouds', () => {
    const first = starsOf(lights[0].file);
    const { width, height } = dark;
    expect(Math.min(...lights.map(({ transparency }) => transparency))).toBeLessThan(0.8);
    expect(lights[0].transform).toEqual({ a: 1, b: 0, tx: 0, ty: 0 });
    for (const { file, transform } of lights) {
      const match = matchAsterisms(first, starsOf(file));
      expect(match, file).not.toBeNull();
      expect(largestDifference(match!.transform, transform, width, height), file).toBeLessThan(0.5);
    }
  });
});

function medianOf(pictures: readonly Picture[]): Picture {
  const { width, height } = pictures[0];
  const values = new Float64Array(pictures.length);
  const pixels = Float64Array.from(pictures[0].pixels, (_, i) => {
    for (let k = 0; k < values.length; k++) values[k] = pictures[k].pixels[i];
    return medianInPlace(values);
  });
  return { width, height, pixels };
}

function subtract(picture: Picture, dark: Picture): Picture {
  return { ...picture, pixels: Float64Array.from(picture.pixels, (value, i) => value - dark.pixels[i]) };
}
