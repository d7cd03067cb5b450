/**
 * A night of a CMOS camera with several filters, gain settings, binnings and exposures, as small files.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { type RandomGenerator, randomGenerator } from '../../lib/math/random.js';

/** What a frame is, and how it was taken. */
export interface MixedFrame {
  readonly kind: 'bias' | 'dark' | 'flat' | 'light';
  /** How many of them. Default 1. */
  readonly count?: number;
  readonly filter?: string;
  /** Exposure [s]. Default 0. */
  readonly exptime?: number;
  /** Gain setting. Default 0. */
  readonly gain?: number;
  /** Default 1. */
  readonly binning?: number;
  /** [deg C]; default -10. */
  readonly temperature?: number;
  /** Level of the light [adu/s]; default 20 for lights, 3000 for flats. */
  readonly light?: number;
}

const WIDTH = 48;
const HEIGHT = 40;

/** Writes frames into a folder, in this order, a minute apart; returns their names. */
export function writeMixedNight(folder: string, frames: readonly MixedFrame[], seed = 1): string[] {
  const random = randomGenerator(seed);
  const single = frames.flatMap(frame => Array.from({ length: frame.count ?? 1 }, () => frame));
  return single.map((frame, index) => {
    const file = `${String(index).padStart(3, '0')}-${frame.kind}.fits`;
    writeFileSync(join(folder, file), encoded(frame, index, random));
    return file;
  });
}

function encoded(frame: MixedFrame, index: number, random: RandomGenerator): Uint8Array {
  const { kind, filter, exptime = 0, gain = 0, binning = 1, temperature = -10 } = frame;
  const [width, height] = [WIDTH / binning, HEIGHT / binning];
  const rate = frame.light ?? (kind === 'flat' ? 3000 : kind === 'light' ? 20 : 0);
  const pixels = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const vignetting = 1 - 0.3 * Math.hypot(x / width - 0.5, y / height - 0.5);
    const response = vignetting * (1 + 0.05 * Math.sin(i * (filter === 'R' ? 1.7 : 1)));
    const electrons = random.poisson((rate * response + 0.4 * (1 + (i % 7))) * exptime);
    return Math.round(300 + gain / 2 + 10 * Math.sin(x) + electrons + 3 * random.normal());
  });
  const cards: Record<string, string | number> = {
    IMAGETYP: kind,
    INSTRUME: 'ZWO ASI294MM Pro',
    'DATE-OBS': new Date(Date.UTC(2025, 5, 1, 21, index)).toISOString().slice(0, -1),
    EXPTIME: exptime,
    GAIN: gain,
    OFFSET: 30,
    EGAIN: 1,
    RDNOISE: 3,
    XBINNING: binning,
    YBINNING: binning,
    'CCD-TEMP': temperature,
  };
  if (filter) cards.FILTER = filter;
  return encodeFits([{ header: Header.fromObject(cards), width, height, pixels }]);
}
