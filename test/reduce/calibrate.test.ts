import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { type Image, PixelFlag } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';
import { type CalibrateOptions, calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import { hasStep, isBiasSubtracted } from '../../lib/reduce/state.js';
import { imageOf } from '../helpers/reduce-image.js';

const W = 20;
const H = 15;
const N = W * H;
const biasAt = (i: number): number => 1000 + (i % 7);
const darkRate = (i: number): number => 0.1 + 0.01 * (i % 11);
const responseAt = (i: number): number => 0.9 + 0.01 * (i % 20);
const skyAt = (i: number): number => 300 + i;

const bias = imageOf(W, H, biasAt, { exptime: 0 });
/** A master dark of 60 s whose bias is subtracted. */
const dark = imageOf(W, H, i => 60 * darkRate(i), { exptime: 60, cards: { ZEROCOR: 'bias.fits' } });
/** The same dark with its bias still present. */
const rawDark = imageOf(W, H, i => biasAt(i) + 60 * darkRate(i), { exptime: 60 });
const flat = imageOf(W, H, responseAt, { unit: '' });
const light = (seconds: number, fields: Parameters<typeof imageOf>[3] = {}): Image =>
  imageOf(W, H, i => biasAt(i) + darkRate(i) * seconds + skyAt(i) * responseAt(i), {
    exptime: seconds,
    path: 'light.fits',
    ...fields,
  });

const expectSky = (image: Image, sky: (i: number) => number = skyAt): void => {
  for (let i = 0; i < N; i++) expect(image.pixels[i]).toBeCloseTo(sky(i), 9);
};
const codeOf = (body: () => unknown): [string, string] => {
  try {
    body();
  } catch (error) {
    if (error instanceof PhotometryError) return [error.code, error.message];
    throw error;
  }
  return ['none', ''];
};

describe('calibrate()', () => {
  it('recovers the light: (raw - bias - dark t/t_dark) / flat', () => {
    expectSky(calibrate(light(60), { bias, dark, flat }));
  });

  it('scales the dark to the exposure of the frame', () => {
    for (const seconds of [1, 30, 61, 600]) expectSky(calibrate(light(seconds), { bias, dark, flat }));
  });

  it("uses the dark unscaled with darkScaling 'none'", () => {
    expectSky(
      calibrate(light(120), { bias, dark, flat, darkScaling: 'none' }),
      i => skyAt(i) + (60 * darkRate(i)) / responseAt(i),
    );
  });

  it('divides by the flat', () => {
    const reduced = calibrate(light(60), { bias, dark });
    expectSky(reduced, i => skyAt(i) * responseAt(i));
    expectSky(calibrate(reduced, { flat }));
  });

  it('a flat of ones changes nothing', () => {
    const ones = imageOf(W, H, 1, { unit: '' });
    expect(calibrate(light(60), { bias, dark, flat: ones }).pixels).toEqual(
      calibrate(light(60), { bias, dark }).pixels,
    );
  });

  it('a flat still in adu is divided by its median first', () => {
    const counts = imageOf(W, H, i => 20000 * responseAt(i));
    const normalised = imageOf(W, H, i => responseAt(i) / 0.995, { unit: '' });
    expectSky(
      calibrate(light(60), { bias, dark, flat: counts }),
      i => calibrate(light(60), { bias, dark, flat: normalised }).pixels[i],
    );
  });

  it('separate steps give the same values, variance and mask as a single step', () => {
    const known = { gain: 1.5, readNoise: 10 } as const;
    const together = calibrate(light(90, known), { bias, dark, flat });
    const apart = calibrate(calibrate(calibrate(light(90, known), { bias }), { dark }), { flat });
    for (let i = 0; i < N; i++) {
      expect(apart.pixels[i]).toBeCloseTo(together.pixels[i], 9);
      expect(apart.variance![i]).toBeCloseTo(together.variance![i], 9);
    }
    expect(apart.mask).toEqual(together.mask);
  });

  it('rounds once, to the requested precision', () => {
    const double = calibrate(light(61), { bias, dark, flat });
    const single = calibrate(light(61), { bias, dark, flat, precision: 'float32' });
    expect(double.pixels).toBeInstanceOf(Float64Array);
    expect(single.pixels).toEqual(Float32Array.from(double.pixels));
  });

  it('does not modify its input', () => {
    const raw = light(61, { saturation: 1200 });
    const before = [raw, bias, dark, flat].map(image => [...image.pixels]);
    calibrate(raw, { bias, dark, flat });
    expect([raw, bias, dark, flat].map(image => [...image.pixels])).toEqual(before);
    expect(raw.mask).toBeUndefined();
  });

  it('records the completed steps in the header and the provenance', () => {
    const reduced = calibrate(light(60), { bias, dark, flat });
    expect((['bias', 'dark', 'flat'] as const).map(step => hasStep(reduced, step))).toEqual([true, true, true]);
    expect(reduced.provenance.at(-1)).toMatchObject({
      verb: 'reduce',
      options: { biasFactor: 1, darkFactor: 1, flatLevel: 1 },
    });
  });
});

describe('darks that still contain their bias', () => {
  it('are subtracted without a bias at their own exposure', () => {
    const reduced = calibrate(light(60), { dark: rawDark, flat });
    expectSky(reduced);
    expect(isBiasSubtracted(reduced)).toBe(true);
  });

  it('are scaled after bias subtraction if a bias is given', () => {
    for (const seconds of [30, 60, 200]) expectSky(calibrate(light(seconds), { bias, dark: rawDark, flat }));
  });

  it('are rejected at a different exposure without a bias, with advice', () => {
    const [code, message] = codeOf(() => calibrate(light(120), { dark: rawDark }));
    expect(code).toBe('missing-calibration');
    expect(message).toMatch(/60 s.*120 s.*light\.fits.*pass the bias too, or darks of 120 s/);
  });

  it('are rejected for a bias-subtracted frame', () => {
    const [code, message] = codeOf(() => calibrate(calibrate(light(60), { bias }), { dark: rawDark }));
    expect(code).toBe('missing-calibration');
    expect(message).toMatch(/darks\.subtract\(bias\)/);
  });

  it('a bias-subtracted dark also requires a bias for the frame', () => {
    expect(codeOf(() => calibrate(light(60), { dark }))[1]).toMatch(/not from frame light\.fits: pass the bias too/);
  });

  it('a dark of unknown exposure cannot be scaled', () => {
    const timeless = { ...dark, exptime: Number.NaN };
    expect(codeOf(() => calibrate(light(60), { bias, dark: timeless }))[1]).toMatch(
      /cannot be scaled.*darkScaling: 'none'/,
    );
    expectSky(calibrate(light(60), { bias, dark: timeless, flat, darkScaling: 'none' }));
  });
});

describe('rejects steps that were already applied', () => {
  it.each(['bias', 'dark', 'flat'] as const)('%s', step => {
    const reduced = calibrate(light(60), { bias, dark, flat });
    const masters = { bias, dark, flat };
    const [code, message] = codeOf(() => calibrate(reduced, { [step]: masters[step] }));
    expect(code).toBe('missing-calibration');
    expect(message).toMatch(new RegExp(`the ${step} step is done already in frame light\\.fits`));
  });

  it('recognises steps applied by IRAF, BANZAI or MaxIm DL', () => {
    for (const cards of [{ ZEROCOR: 'Jan 1 zero.fits' }, { L1STATBI: 1 }, { CALSTAT: 'BDF' }])
      expect(codeOf(() => calibrate(light(60, { cards }), { bias }))[0]).toBe('missing-calibration');
    for (const cards of [{ ZEROCOR: '' }, { L1STATBI: 0 }, { CALSTAT: '' }])
      expect(codeOf(() => calibrate(light(60, { cards }), { bias }))[0]).toBe('none');
  });
});

describe('rejects incompatible masters, naming both files', () => {
  const refused = (raw: Image, masters: CalibrateOptions, message: RegExp): void => {
    const [code, text] = codeOf(() => calibrate(raw, masters));
    expect(code).toBe('mixed-frames');
    expect(text).toMatch(message);
  };

  it('different size', () =>
    refused(
      light(60),
      { flat: imageOf(10, 10, 1, { path: 'flat.fits' }) },
      /flat flat\.fits and frame light\.fits differ in size: 10 x 10 and 20 x 15/,
    ));
  it('different filter', () =>
    refused(
      light(60, { cards: { FILTER: 'R' } }),
      { flat: imageOf(W, H, 1, { cards: { FILTER: 'V' } }) },
      /filter: V and R.*h\.filter === 'R'/,
    ));
  it('different unit', () => refused(light(60), { bias: { ...bias, unit: 'electron' } }, /unit: electron and adu/));
  it('different binning', () =>
    refused(
      light(60, { cards: { XBINNING: 2, YBINNING: 2 } }),
      { bias: imageOf(W, H, 1, { cards: { XBINNING: 1, YBINNING: 1 } }) },
      /binning: 1x1 and 2x2/,
    ));
  it('different detector temperature, unless allowed', () => {
    const cold = imageOf(W, H, 0, { cards: { 'CCD-TEMP': -30, ZEROCOR: 'done' } });
    const raw = light(60, { cards: { 'CCD-TEMP': -20 } });
    refused(raw, { bias, dark: cold }, /10\.0 deg C/);
    expect(codeOf(() => calibrate(raw, { bias, dark: cold, maxTemperatureDifference: 15 }))[0]).toBe('none');
  });
  it('an overscan-subtracted bias for a frame that still has its overscan level', () =>
    refused(light(60), { bias: { ...bias, header: bias.header.with('OVERSCAN', 'done') } }, /overscan/));
});

describe('the mask', () => {
  const flagsAt = (image: Image, i: number): number => image.mask?.[i] ?? 0;

  it('judges saturation on raw values, before anything is subtracted', () => {
    const raw = light(60, { saturation: 1500 });
    const reduced = calibrate(raw, { bias, dark, flat });
    for (let i = 0; i < N; i++) expect(flagsAt(reduced, i)).toBe(raw.pixels[i] >= 1500 ? PixelFlag.saturated : 0);
    expect(reduced.mask).toBeDefined();
    expect(calibrate(reduced, { saturation: 1 }).mask).toEqual(reduced.mask); // not judged again on reduced values
  });

  it('flags NaN pixels of the frame and pixels where the flat is 0', () => {
    const raw = { ...light(60), pixels: light(60).pixels.map((v, i) => (i === 3 ? Number.NaN : v)) };
    const holed = { ...flat, pixels: flat.pixels.map((v, i) => (i === 5 ? 0 : i === 6 ? -0.1 : v)) };
    const reduced = calibrate(raw, { bias, dark, flat: holed });
    expect(flagsAt(reduced, 3)).toBe(PixelFlag.noData);
    expect(flagsAt(reduced, 5)).toBe(PixelFlag.bad | PixelFlag.noData);
    expect(reduced.pixels[5]).toBeNaN();
    expect(flagsAt(reduced, 6)).toBe(PixelFlag.bad);
    expect(reduced.pixels[6]).toBeCloseTo((skyAt(6) * responseAt(6)) / -0.1, 6); // the formula's value stays
  });

  it('accepts bad pixels as a list, a mask or an image', () => {
    const bytes = new Uint8Array(N);
    bytes[2 * W + 4] = 7;
    for (const badPixels of [[[4, 2]] as const, bytes, imageOf(W, H, i => bytes[i])]) {
      const { mask } = calibrate(light(60), { bias, badPixels });
      expect(mask!.reduce((n, flags, i) => n + (flags === PixelFlag.bad && i === 2 * W + 4 ? 1 : flags), 0)).toBe(1);
    }
  });

  it('hot pixels are usable at the exposure of the dark and unusable if the dark is scaled far', () => {
    const random = randomGenerator(1);
    const noisy = imageOf(W, H, i => (i === 50 ? 6000 : 6 + 2 * random.normal()), {
      exptime: 60,
      cards: { ZEROCOR: 'done' },
    });
    expect(flagsAt(calibrate(light(60), { bias, dark: noisy }), 50)).toBe(PixelFlag.hot);
    expect(flagsAt(calibrate(light(60.3), { bias, dark: noisy }), 50)).toBe(PixelFlag.hot);
    expect(flagsAt(calibrate(light(120), { bias, dark: noisy }), 50)).toBe(PixelFlag.hotScaled);
    expect(calibrate(light(120), { bias, dark: noisy }).mask!.reduce((n, flags) => n + (flags ? 1 : 0), 0)).toBe(1);
  });

  it('a pixel saturated in the darks is unusable at any exposure', () => {
    const mask = new Uint8Array(N);
    mask[50] = PixelFlag.saturated;
    expect(flagsAt(calibrate(light(60), { bias, dark: { ...dark, mask } }), 50)).toBe(PixelFlag.hotScaled);
  });
});

describe('the variance', () => {
  const known = { gain: 2, readNoise: 6, gainSource: 'header', readNoiseSource: 'header' } as const;

  it('is photon and read-out noise divided by the flat squared', () => {
    const reduced = calibrate(light(60, known), { bias, dark, flat });
    for (let i = 0; i < N; i += 7) {
      const signal = skyAt(i) * responseAt(i) + 60 * darkRate(i);
      expect(reduced.variance![i]).toBeCloseTo((signal / 2 + 9) / responseAt(i) ** 2, 9);
    }
  });

  it('adds the variance of dark and flat, and that of the bias as often as it contributes', () => {
    const of = (image: Image, value: number): Image => ({ ...image, variance: new Float64Array(N).fill(value) });
    const plain = calibrate(light(180, known), { bias, dark, flat }).variance!;
    const full = calibrate(light(180, known), { bias: of(bias, 3), dark: of(dark, 5), flat: of(flat, 1e-4) }).variance!;
    for (let i = 0; i < N; i += 7) {
      // exposure three times the dark's: in raw - B - 3 (d - B) the bias enters twice, the dark three times
      const added = (4 * 3 + 9 * 5 + skyAt(i) ** 2 * 1e-4) / responseAt(i) ** 2;
      expect(full[i] - plain[i]).toBeCloseTo(added, 8);
    }
  });

  it('is absent if the gain is unknown or the bias is not subtracted', () => {
    expect(calibrate(light(60), { bias, dark, flat }).variance).toBeUndefined();
    expect(calibrate(light(60, known), { flat }).variance).toBeUndefined();
  });

  it('uses the given gain and read-out noise', () => {
    const reduced = calibrate(light(60), { bias, dark, flat, gain: 2, readNoise: 6 });
    expect(reduced.variance).toEqual(calibrate(light(60, known), { bias, dark, flat }).variance);
    expect([reduced.gain, reduced.gainSource, reduced.readNoise, reduced.readNoiseSource]).toEqual([
      2,
      'given',
      6,
      'given',
    ]);
  });
});
