/** Gain without a unit, and saturation that no card tells or that cannot be: the pixels decide. */
import { describe, expect, it } from 'vitest';
import { type CardValue, Header } from '../../../lib/fits/header/header.js';
import { encodeFits } from '../../../lib/fits/write/encode-fits.js';
import { readImage } from '../../../lib/frame/read-frame.js';
import { randomGenerator } from '../../../lib/math/random.js';
import { drawStars } from '../../helpers/star-field.js';

const SIZE = 200;
const STARS = Array.from({ length: 12 }, (_, k) => ({ x: 20 + 15 * k, y: 30 + ((k * 53) % 140), peak: 300 * (k + 1) }));

interface Camera {
  /** Electrons per adu. */
  readonly gain: number;
  readonly readNoise?: number;
  /** Level of the bias [adu]. */
  readonly pedestal?: number;
  /** Light of the sky [adu]. */
  readonly sky: number;
  readonly top?: number;
  readonly peaks?: number;
  readonly seed?: number;
}

/** A file of unsigned 16-bit integers: stars on a sky, with photon and read-out noise, clipped at `top`. */
function fileOf(camera: Camera, cards: readonly (readonly [string, CardValue, string?])[]): Uint8Array {
  const { gain, readNoise = 6, pedestal = 0, sky, top = 65535, peaks = 1, seed = 1 } = camera;
  const random = randomGenerator(seed);
  const stars = STARS.map(star => ({ ...star, peak: peaks * star.peak }));
  const light = drawStars({ width: SIZE, height: SIZE, stars, fwhm: 4, sky, noise: 0 }).pixels;
  const pixels = Uint16Array.from(light, value => {
    const electrons = value * gain + Math.sqrt(value * gain + readNoise ** 2) * random.normal();
    return Math.max(0, Math.min(top, Math.round(pedestal + electrons / gain)));
  });
  const header = new Header(cards.map(([keyword, value, comment = '']) => ({ keyword, value, comment })));
  return encodeFits([{ header, width: SIZE, height: SIZE, pixels }]);
}

const read = (camera: Camera, ...cards: (readonly [string, CardValue, string?])[]) => readImage(fileOf(camera, cards));
const codesOf = ({ problems = [] }: Awaited<ReturnType<typeof read>>) => problems.map(({ code }) => code);

describe('a GAIN without a unit', () => {
  it.each([0.5, 1.4, 5])('of %d agrees with the noise of the sky, and is believed without a word', async gain => {
    const image = await read({ gain, sky: 2000 }, ['GAIN', gain]);
    expect(image.gain).toBe(gain);
    expect(codesOf(image)).toEqual([]);
  });

  it('of a stack of many frames, above 20, is believed where the noise agrees', async () => {
    const image = await read({ gain: 120, readNoise: 6, sky: 2000 }, ['GAIN', 120]);
    expect(image.gain).toBe(120);
    expect(codesOf(image)).toEqual([]);
  });

  it.each([
    [12, 0.8],
    [16, 1],
    [100, 0.25],
  ])('of %d is a setting where the noise is that of %d electrons per adu', async (setting, gain) => {
    const image = await read({ gain, sky: 3000, pedestal: 500 }, ['GAIN', setting]);
    expect(image.gain).toBeNaN();
    expect(image.gainSource).toBe('unknown');
    expect(codesOf(image)).toEqual(['gain-setting']);
  });

  it('is used and listed as assumed where a pedestal hides what the noise says', async () => {
    const image = await read({ gain: 1.5, sky: 50, pedestal: 3000 }, ['GAIN', 1.5]);
    expect(image.gain).toBe(1.5);
    expect(codesOf(image)).toEqual(['gain-unit']);
  });

  it('is not judged by an image without noise', async () => {
    const pixels = new Uint16Array(SIZE * SIZE).fill(1000);
    const image = await readImage(
      encodeFits([{ header: Header.fromObject({ GAIN: 2 }), width: SIZE, height: SIZE, pixels }]),
    );
    expect(image.gain).toBe(2);
    expect(codesOf(image)).toEqual(['gain-unit']);
  });

  it('with its unit is believed whatever the noise', async () => {
    expect((await read({ gain: 0.25, sky: 3000 }, ['GAIN', 100, 'e-/ADU'])).gain).toBe(100);
  });
});

describe('saturation', () => {
  const bright = { gain: 1.5, sky: 300, peaks: 30 };
  it.each([
    ['12 bits', 4095],
    ['14 bits', 16383],
    ['12 bits as the upper ones of 16', 65520],
    ['a full well', 41_237],
  ])('of %s is found where pixels pile up', async (_, top) => {
    const image = await read({ ...bright, top });
    expect(image).toMatchObject({ saturation: top, saturationSource: 'pixels' });
    const flagged = image.mask!.reduce((n, flags) => n + (flags & 2 ? 1 : 0), 0);
    expect(flagged).toBe(image.pixels.reduce((n, value) => n + (value >= top ? 1 : 0), 0));
    expect(flagged).toBeGreaterThanOrEqual(5);
  });

  it('is found in a file of floats, too', async () => {
    const { pixels } = drawStars({ width: SIZE, height: SIZE, stars: STARS, fwhm: 4, sky: 300, noise: 9 });
    const clipped = Float32Array.from(pixels, value => Math.min(value, 2500));
    const header = Header.fromObject({});
    const read = await readImage(encodeFits([{ header, width: SIZE, height: SIZE, pixels: clipped }]));
    expect(read).toMatchObject({ saturation: 2500, saturationSource: 'pixels' });
    const whole = await readImage(
      encodeFits([{ header, width: SIZE, height: SIZE, pixels: Float32Array.from(pixels) }]),
    );
    expect(whole).toMatchObject({ saturation: Number.NaN, saturationSource: 'unknown' });
  });

  it('is not found in a frame that reaches no limit', async () => {
    const image = await read({ gain: 1.5, sky: 300 });
    expect(image).toMatchObject({ saturation: 65535, saturationSource: 'container' });
  });

  it.each([1, 2, 3, 4])('is not found in a bias (%i)', async seed => {
    const random = randomGenerator(seed);
    const pixels = Uint16Array.from({ length: 500 * 500 }, () => Math.round(300 + 2 * random.normal()));
    const image = await readImage(encodeFits([{ header: Header.fromObject({}), width: 500, height: 500, pixels }]));
    expect(image.saturationSource).toBe('container');
  });

  it.each([
    ['above what the file can hold', 100_000, 65535, 'container', 300],
    ['above the pile', 65_535, 4095, 'pixels', 300],
    ['below the sky', 200, 65535, 'container', 300],
  ])('a card %s is not believed', async (_, card, level, source, sky) => {
    const top = level === 4095 ? 4095 : 65535;
    const image = await read({ ...bright, sky, peaks: level === 4095 ? 30 : 1, top }, ['SATURATE', card]);
    expect(image).toMatchObject({ saturation: level, saturationSource: source });
    expect(codesOf(image)).toEqual(['saturation-card']);
  });

  it('a card below the pile is the limit of linearity, and believed', async () => {
    const image = await read({ ...bright, peaks: 300 }, ['SATURATE', 46_000]);
    expect(image).toMatchObject({ saturation: 46_000, saturationSource: 'header' });
    expect(codesOf(image)).toEqual([]);
  });
});
