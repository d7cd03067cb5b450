import { describe, expect, it } from 'vitest';
import type { CardValue } from '../../lib/fits/header/header.js';
import type { Image } from '../../lib/frame/image.js';
import { describeFrame } from '../../lib/frame/telescopes/describe-frame.js';
import { type CombineOptions, combineImages } from '../../lib/reduce/combine/combine.js';
import { instantFromIso, jdOf } from '../../lib/time/instant.js';
import { imageOf, sourceOf } from '../helpers/reduce-image.js';

/** What a combination says about when and how long it was exposed. */
const jd = (iso: string): number => jdOf(instantFromIso(iso));

const light = (k: number, exptime: number, cards: Record<string, CardValue>): Image =>
  imageOf(8, 8, i => 100 + (i % 3) + k, {
    path: `light-${k}.fits`,
    exptime,
    cards: { IMAGETYP: 'light', EXPTIME: exptime, ...cards },
  });

const combine = (images: readonly Image[], options: CombineOptions = {}): Promise<Image> =>
  combineImages(images.map(sourceOf), { onWarning: () => {}, ...options });

const STARTS = ['2025-03-14T05:00:00', '2025-03-14T06:00:00', '2025-03-14T07:30:00'];
const lights = (cards: (k: number) => Record<string, CardValue> = () => ({})): Image[] =>
  STARTS.map((start, k) => light(k, 60, { 'DATE-OBS': start, ...cards(k) }));

describe('the time of a combination', () => {
  it.each(['median', 'mean', 'clip', 'minmax'] as const)(
    'is read back as the mean of the middles, with beginning and end (%s)',
    async method => {
      const { header } = await combine(lights(), { method });
      expect(describeFrame(header).jdUtcMid).toBeCloseTo(jd('2025-03-14T06:10:30'), 7);
      expect(header.text('DATE-OBS')).toBe('2025-03-14T05:00:00.000');
      expect(header.text('DATE-BEG')).toBe('2025-03-14T05:00:00.000');
      expect(header.text('DATE-AVG')).toBe('2025-03-14T06:10:30.000');
      expect(header.text('DATE-END')).toBe('2025-03-14T07:31:00.000');
      expect(header.text('TIMESYS')).toBe('UTC');
      expect(header.number('NCOMBINE')).toBe(3);
      expect(header.number('EXPTIME')).toBe(60);
    },
  );

  it('is weighted by the exposures in a mean, not in a median or after scaling', async () => {
    const unequal = STARTS.map((start, k) => light(k, [60, 60, 120][k], { 'DATE-OBS': start }));
    // middles at 05:00:30, 06:00:30 and 07:31:00
    const middle = async (options: CombineOptions): Promise<number> =>
      describeFrame((await combine(unequal, options)).header).jdUtcMid;
    const [equal, byExposure] = [jd('2025-03-14T06:10:40'), jd('2025-03-14T06:30:45')];
    expect(await middle({ kind: 'other', method: 'mean' })).toBeCloseTo(byExposure, 7);
    expect(await middle({ kind: 'other', method: 'median' })).toBeCloseTo(equal, 7);
    expect(await middle({ scale: 'exposure', method: 'mean' })).toBeCloseTo(equal, 7);
  });

  it('contradicts no other card: those of the first frame are left out', async () => {
    const stale = {
      'MJD-OBS': 60748.2,
      MIDTIMJD: 2460748.7,
      JD: 2460748.7,
      'MJD-AVG': 60748.2,
      UT: '05:00:00',
      'TIME-OBS': '05:00:00',
      EXPEND: 60748.3,
      'DATE-AVG': '2025-03-14T05:00:30',
      EXPOSURE: 60,
      OBJECT: 'M 67',
    };
    const { header } = await combine(
      lights(() => stale).map(image => ({ ...image, header: image.header.without('MIDTIMJD') })),
    );
    for (const keyword of ['MJD-OBS', 'MIDTIMJD', 'JD', 'MJD-AVG', 'UT', 'TIME-OBS', 'EXPEND', 'EXPOSURE'])
      expect(header.has(keyword), keyword).toBe(false);
    expect(header.text('OBJECT')).toBe('M 67');
  });

  it('is in UTC, whatever clock the frames have', async () => {
    const { header } = await combine(lights(() => ({ TIMESYS: 'TAI' })));
    expect(header.text('TIMESYS')).toBe('UTC');
    expect(header.text('DATE-BEG')).toBe('2025-03-14T04:59:23.000');
  });

  it('of combinations is that of all their frames', async () => {
    const [a, b] = [await combine(lights().slice(0, 2)), await combine(lights().slice(1))];
    const { header } = await combine([a, b]);
    expect(header.text('DATE-BEG')).toBe('2025-03-14T05:00:00.000');
    expect(header.text('DATE-END')).toBe('2025-03-14T07:31:00.000');
  });

  it('is unknown where that of one frame is: no card is invented, and a problem names the file', async () => {
    const images = lights();
    images[1] = { ...images[1], header: images[1].header.without('DATE-OBS') };
    const { header, problems } = await combine(images);
    for (const keyword of ['DATE-OBS', 'DATE-BEG', 'DATE-AVG', 'DATE-END', 'TIMESYS'])
      expect(header.has(keyword), keyword).toBe(false);
    expect(problems).toMatchObject([{ file: 'light-1.fits', code: 'time-unknown', action: 'dropped' }]);
    expect((await combine(lights())).problems).toBeUndefined();
  });
});

describe('frames of different exposure', () => {
  const TIMES = [30, 30, 30, 10, 10];
  const BIAS = 500;

  /** A star of 7500 a second on a sky of 20 a second. */
  const shots = (bias: number): Image[] =>
    TIMES.map((exptime, k) =>
      imageOf(9, 9, i => bias + exptime * (20 + (i === 40 ? 7500 : 0)), {
        path: `${k}.fits`,
        exptime,
        gain: 2,
        readNoise: 4,
        variance: new Float64Array(81).fill(exptime),
        cards: {
          IMAGETYP: 'light',
          EXPTIME: exptime,
          'DATE-OBS': `2025-03-14T05:1${k}:00`,
          ...(bias === 0 ? { ZEROCOR: 'done' } : {}),
        },
      }),
    );

  it('are refused with their groups and the remedy', async () => {
    await expect(combine(shots(0))).rejects.toMatchObject({
      code: 'mixed-frames',
      message: expect.stringMatching(/2 x 10 s \(3\.fits\); 3 x 30 s \(0\.fits\).*combine\(\{ scale: 'exposure' \}\)/),
      details: {
        groups: [
          { exptime: 10, count: 2, example: '3.fits', label: '10 s' },
          { exptime: 30, count: 3, example: '0.fits', label: '30 s' },
        ],
      },
    });
  });

  it.each(['median', 'mean', 'clip', 'minmax'] as const)('scaled, they show the true rate (%s)', async method => {
    const combined = await combine(shots(0), { scale: 'exposure', method });
    expect(combined.exptime).toBe(22);
    expect(combined.header.number('EXPTIME')).toBe(22);
    expect(combined.pixels[40] / combined.exptime).toBeCloseTo(7520, 8);
    expect(combined.pixels[0] / combined.exptime).toBeCloseTo(20, 8);
    expect(combined.provenance.at(-1)!.options).toMatchObject({ scale: 'exposure' });
  });

  it('scaled, their variances and gains are scaled too', async () => {
    const { variance, gain } = await combine(shots(0), { scale: 'exposure', method: 'mean' });
    const scales = TIMES.map(time => 22 / time);
    const expected = TIMES.reduce((sum, time, k) => sum + time * scales[k] ** 2, 0) / 25;
    expect(variance![0]).toBeCloseTo(expected, 10);
    expect(gain).toBeCloseTo((25 * 2) / scales.reduce((sum, scale) => sum + scale, 0), 10);
  });

  it('that keep their bias have one level, and a word about it', async () => {
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    for (const method of ['median', 'mean', 'clip'] as const) {
      const { pixels, exptime } = await combine(shots(BIAS), { scale: 'exposure', method, onWarning });
      expect((pixels[40] - pixels[0]) / exptime).toBeCloseTo(7500, 8);
    }
    expect(warnings[0]).toMatch(/0\.fits does not say that its bias is subtracted/);
  });

  it('give the same in strips of rows', async () => {
    for (const bias of [0, BIAS]) {
      const whole = await combine(shots(bias), { scale: 'exposure' });
      const strips = await combine(shots(bias), { scale: 'exposure', memoryBudget: 2 * 5 * 9 * 17 });
      expect(strips.pixels).toEqual(whole.pixels);
      expect(strips.variance).toEqual(whole.variance);
    }
  });

  it('cannot be scaled without an exposure: the frame is named', async () => {
    for (const [exptime, found] of [
      [0, /2\.fits is 0 s/],
      [Number.NaN, /2\.fits is unknown/],
    ] as const) {
      const images = shots(0).map((image, k) => (k === 2 ? { ...image, exptime } : image));
      await expect(combine(images, { scale: 'exposure' })).rejects.toMatchObject({
        code: 'bad-argument',
        message: expect.stringMatching(found),
      });
    }
  });

  it('are combined as they are in units per second, and within 1 %', async () => {
    const rates = shots(0).map(image => ({ ...image, unit: 'electron/s' }));
    expect((await combine(rates, { scale: 'exposure' })).pixels).toEqual((await combine(rates)).pixels);
    const alike = lights().map((image, k) => ({ ...image, exptime: 60 + 0.2 * k }));
    expect((await combine(alike)).exptime).toBeCloseTo(60.2, 10);
  });

  it('do not mix scaling and normalising', async () => {
    await expect(combine(shots(0), { scale: 'exposure', normalize: 'each' })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    await expect(combine(shots(0), { scale: 'time' as 'exposure' })).rejects.toThrow(/scale must be 'exposure'/);
  });
});

describe('the problems of a combination', () => {
  it('are those of its frames, each kind once for a file and a place', async () => {
    const problem = {
      file: 'a.fits',
      where: 'card GAIN',
      code: 'gain-setting',
      action: 'dropped',
      remedy: '',
    } as const;
    const images = lights().map((image, k) => ({
      ...image,
      problems: [
        { ...problem, value: String(k) },
        { ...problem, file: image.path, value: '' },
      ],
    }));
    const { problems } = await combine(images);
    expect(problems!.map(({ file }) => file)).toEqual(['a.fits', 'light-0.fits', 'light-1.fits', 'light-2.fits']);
  });
});
