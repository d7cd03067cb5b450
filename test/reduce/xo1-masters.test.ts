import { beforeAll, expect, it } from 'vitest';
import { type Image, PixelFlag, UNUSABLE_PIXEL } from '../../lib/frame/image.js';
import { readImage } from '../../lib/frame/read-frame.js';
import { medianInPlace } from '../../lib/math/select.js';
import { calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import { combineImages } from '../../lib/reduce/combine/combine.js';
import { photonTransfer } from '../../lib/reduce/photon-transfer.js';
import { detectorNoise } from '../../lib/reduce/state.js';
import { calibSources, expectNumbers, reduceReference, xo1Masters, xo1Science } from '../helpers/reduce-night.js';
import { describeShared, shared } from '../helpers/shared.js';

describeShared('the XO-1 night against numpy and ccdproc (reduce.json)', () => {
  const night = () => reduceReference().nights[0];
  let masters: { bias: Image; dark: Image; flat: Image };

  beforeAll(async () => {
    masters = await xo1Masters('float64');
  });

  it('the master bias is the median of five', () => {
    expectNumbers(masters.bias.pixels, night().master_bias_median, 1e-12);
  });

  it('the master dark is the median of the bias-subtracted darks, of 60 s', () => {
    expect(masters.dark.exptime).toBe(60);
    expectNumbers(
      masters.dark.pixels.map(value => value / masters.dark.exptime),
      night().master_dark_rate,
      1e-12,
    );
  });

  it('the master flat, with darks scaled to each exposure and each frame normalised', () => {
    expectNumbers(masters.flat.pixels, night().master_flat, 1e-12);
    expect(masters.flat.unit).toBe('');
  });

  it('every reduced science frame in float64, to 1e-12', () => {
    for (const science of night().science.filter((_, i) => i % 6 === 0))
      expectNumbers(calibrate(xo1Science(science.file, 'float64'), masters).pixels, science, 1e-12);
  });

  it('a science frame reduced in float32 throughout, to 1e-6', async () => {
    const single = await xo1Masters('float32');
    const science = night().science[0];
    const reduced = calibrate(xo1Science(science.file, 'float32'), single);
    expect(reduced.pixels).toBeInstanceOf(Float32Array);
    expectNumbers(reduced.pixels, science, 1e-6);
  });

  it("the same through the library's own reader, which flags saturated pixels", async () => {
    const read = (path: string) => readImage(path, { precision: 'float64' });
    const masters = await xo1Masters('float64', read);
    expectNumbers(masters.bias.pixels, night().master_bias_median, 1e-12);
    expectNumbers(masters.flat.pixels, night().master_flat, 1e-12);
    const science = night().science[5];
    const raw = await read(shared(`data/raw/arcsat-xo1/science/${science.file}`));
    expectNumbers(calibrate(raw, masters).pixels, science, 1e-12);
    expect(masters.flat.provenance.at(-1)?.files?.[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['mean', { method: 'mean' }],
    ['sigma_clip_1iter_3sigma_about_median_std_mean', { method: 'clip', clip: { kappa: 3, spread: 'std' } }],
    [
      'sigma_clip_1iter_1.5sigma_about_mean_std_mean',
      { method: 'clip', clip: { kappa: 1.5, center: 'mean', spread: 'std' } },
    ],
    ['sigma_clip_1iter_5sigma_about_median_mad_mean', { method: 'clip' }],
    ['minmax_reject_one_each_mean', { method: 'minmax' }],
  ] as const)('biases combined by %s', async (name, options) => {
    const combined = await combineImages(calibSources(night().frames.bias, 'float64'), {
      ...options,
      onWarning: () => {},
    });
    expectNumbers(combined.pixels, night().bias_combine_variants[name], 1e-12);
  });

  it('strips of rows produce the same masters as frames in memory', async () => {
    const sources = calibSources(night().frames.bias, 'float32');
    const strips = await combineImages(sources, { memoryBudget: 5 * 1024 * 5 * 300 });
    expectNumbers(strips.pixels, night().master_bias_median, 1e-12);
  });

  it('photon transfer returns the reference gain and read noise', async () => {
    const reference = night().photon_transfer;
    const [flat1, flat2] = await Promise.all(calibSources(reference.flat_pair, 'float64').map(source => source.load()));
    const [bias1, bias2] = await Promise.all(
      calibSources(night().frames.bias.slice(0, 2), 'float64').map(source => source.load()),
    );
    const region = { x0: 312, x1: 712, y0: 312, y1: 712 };
    const result = photonTransfer({ flats: [flat1, flat2], biases: [bias1, bias2], bias: masters.bias, region });
    expect(result.ratio).toBeCloseTo(reference.ratio_of_medians, 9);
    expect(result.biasVariance / reference.var_bias_difference).toBeCloseTo(1, 8);
    expect(result.flatVariance / reference.var_flat_difference_5sigma_clip_3iter).toBeCloseTo(1, 7);
    expect(Math.abs(result.gain / reference.gain_e_per_adu - 1)).toBeLessThan(2e-6); // printed with 6 digits
    expect(Math.abs(result.readNoise / reference.read_noise_e - 1)).toBeLessThan(2e-5); // printed with 5 digits
  });

  it('gain and read noise are inherited by the science frame from the masters when the header lacks them', () => {
    expect(detectorNoise(masters.flat).gain / 1.33327).toBeCloseTo(1, 1.6);
    const reduced = calibrate(xo1Science(night().science[0].file, 'float32'), masters);
    expect(Math.abs(reduced.gain / 1.33327 - 1)).toBeLessThan(0.01);
    expect(Math.abs(reduced.readNoise / 15.938 - 1)).toBeLessThan(0.02);
    expect(reduced.gainSource).toBe('photon-transfer');
    expect(reduced.readNoiseSource).toBe('photon-transfer');
    expect(reduced.variance).toBeDefined();
  });

  it('the variance of a sky pixel is that of the sky seen in the frame', () => {
    const reduced = calibrate(xo1Science(night().science[0].file, 'float64'), masters);
    const sky = Math.sqrt(medianInPlace(Float64Array.from(reduced.variance!)));
    expect(sky / 16.56329).toBeGreaterThan(0.95); // sep's global rms of the same frame
    expect(sky / 16.56329).toBeLessThan(1.1);
  });

  it('hot pixels stay usable at the exposure of the dark, and are masked at a different one', () => {
    const raw = xo1Science(night().science[0].file, 'float32');
    const same = calibrate(raw, masters);
    const count = (image: Image, flag: number): number =>
      image.mask!.reduce((n, flags) => n + ((flags & flag) !== 0 ? 1 : 0), 0);
    expect(count(same, PixelFlag.hot)).toBeGreaterThan(242); // pixels above 20 adu/s and fainter ones
    expect(count(same, PixelFlag.hotScaled)).toBe(0);
    expect(count(same, UNUSABLE_PIXEL)).toBeLessThan(20); // where the flat itself is unusable
    const longer = calibrate({ ...raw, exptime: 120 }, masters);
    expect(count(longer, PixelFlag.hotScaled)).toBeGreaterThan(242);
  });
});
