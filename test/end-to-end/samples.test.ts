/**
 * The two simulated nights from raw files to the light curve, compared with the known truth of the simulator.
 *
 * Each step of the reduction has a test here that fails when the step is left out.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import {
  type FrameSeries,
  type LightCurve,
  type Measurements,
  PixelFlag,
  type SingleRadiusColumns,
  SourceFlag,
} from '../../lib/index.js';
import {
  type OpenNight,
  openNight,
  openSample,
  sampleTruth,
  temporaryFolder,
  writeNight,
} from '../helpers/sample-nights.js';

const APERTURE = { radius: 5, annulus: [12, 18] } as const;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(meanOf(values.map(value => value * value)));
const spreadOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return rootMeanSquare(values.map(value => value - mean));
};

/** The target and the good comparisons of a night, in this order: these positions are measured below. */
function starsOf(truth: NightTruth): { id: number; x: number; y: number }[] {
  return [0, ...truth.comparisons].map(id => truth.stars[id]);
}

/** The light that star number `star` of {@link starsOf} emits in light frame `k` [electron]. */
function trueFlux(truth: NightTruth, star: number, k: number): number {
  const { flux, comparisonFlux } = truth.lights[k];
  return star === 0 ? flux : comparisonFlux[star - 1];
}

/** Numbers of the stars of {@link starsOf} that are comparisons. */
const comparisonsOf = (truth: NightTruth): number[] => truth.comparisons.map((_, k) => k + 1);

/** (measured - true) / error of the points selected by `keep`, with the curve scaled to the truth. */
function pullsOf(curve: LightCurve, truth: NightTruth, keep: (light: number) => boolean): number[] {
  const points = curve.toObjects().flatMap(({ flux, fluxErr, scintillation }, k) => {
    const expected = truth.lights[k].relativeFlux;
    return keep(k) ? [{ flux, expected, error: Math.hypot(fluxErr, flux * scintillation) }] : [];
  });
  const weight = (error: number): number => 1 / (error * error);
  const scale =
    points.reduce((sum, { flux, expected, error }) => sum + flux * expected * weight(error), 0) /
    points.reduce((sum, { expected, error }) => sum + expected * expected * weight(error), 0);
  return points.map(({ flux, expected, error }) => (flux - scale * expected) / error);
}

/** Mean ratio of measured to true flux of a star in a range of light frames. */
function recovered(measured: Measurements<SingleRadiusColumns>, truth: NightTruth, star: number, range: number[]) {
  const flux = measured.filter(row => row.star === star).values('flux');
  return meanOf(range.map(k => flux[k] / trueFlux(truth, star, k)));
}

describe('the RR Lyrae night', () => {
  const truth = sampleTruth('rr-lyrae');
  const stars = starsOf(truth);
  let open: OpenNight;
  let science: FrameSeries;
  let measured: Measurements<SingleRadiusColumns>;
  let curve: LightCurve;

  beforeAll(async () => {
    open = await openSample('rr-lyrae');
    const { lights, bias, dark, flat } = open;
    science = lights.reduce({ bias, dark, flat }).align();
    measured = await science.measure(stars, APERTURE);
    curve = measured.differential({ target: truth.target, comparisons: comparisonsOf(truth) });
  });

  test('a typical user chain recovers the amplitude, with nothing chosen by hand', async () => {
    const field = await science.combine();
    const all = await science.measure(field.detect({ sigma: 5 }), { radii: [3, 4, 5, 6, 8], annulus: [12, 18] });
    const { ra, dec } = truth.target;
    const auto = all.differential({ target: { ra, dec } });
    const good = auto.filter(point => point.magErr < 0.05).columns.mag;
    const magnitudes = truth.lights.map(light => -2.5 * Math.log10(light.relativeFlux));
    expect(auto.length).toBe(truth.lights.length);
    expect(Math.abs(good.max() - good.min() - (Math.max(...magnitudes) - Math.min(...magnitudes)))).toBeLessThan(0.015);
    const clear = (k: number) => !truth.lights[k].clouded;
    expect(rootMeanSquare(pullsOf(auto, truth, clear))).toBeLessThan(1.5);
  });

  test('the errors are realistic: pulls in clear frames have a width of about 1', () => {
    const pulls = pullsOf(curve, truth, k => !truth.lights[k].clouded);
    expect(pulls.length).toBe(truth.lights.filter(light => !light.clouded).length);
    expect(rootMeanSquare(pulls)).toBeGreaterThan(0.7);
    expect(rootMeanSquare(pulls)).toBeLessThan(1.4);
    expect(Math.abs(meanOf(pulls))).toBeLessThan(0.5);
  });

  test('without alignment the stars are lost; with it each is found in every frame despite drift and jump', async () => {
    const { lights, bias, dark, flat } = open;
    const unaligned = await lights.reduce({ bias, dark, flat }).measure(stars, APERTURE);
    const misses = (table: Measurements<SingleRadiusColumns>): number[] =>
      table
        .filter(row => row.star === 0)
        .toObjects()
        .map(row => Math.hypot(row.x - truth.lights[row.frame].x, row.y - truth.lights[row.frame].y));
    expect(Math.max(...misses(measured))).toBeLessThan(0.15);
    expect(misses(unaligned).filter(miss => miss > 3).length).toBeGreaterThan(12);
    expect(unaligned.filter(row => row.star === 0).columns.flux.median()).toBeLessThan(
      0.5 * measured.filter(row => row.star === 0).columns.flux.median(),
    );
  });

  test('the alignment matches the true transform to a third of a pixel over the whole frame', async () => {
    const alignment = await science.alignment();
    expect(alignment.columns.aligned.values.every(Boolean)).toBe(true);
    alignment.toObjects().forEach(({ shiftX, shiftY, rotation, scale }, k) => {
      const { a, b, tx, ty } = truth.lights[k].transform;
      const [cos, sin] = [Math.cos, Math.sin].map(f => scale * f((rotation * Math.PI) / 180));
      for (const [x, y] of [
        [0, 0],
        [215, 0],
        [0, 199],
        [215, 199],
      ])
        expect(
          Math.hypot(
            cos * x - sin * y + shiftX - (a * x - b * y + tx),
            sin * x + cos * y + shiftY - (b * x + a * y + ty),
          ),
          `light ${k} at (${x}, ${y})`,
        ).toBeLessThan(0.34);
    });
  });

  test('clouded frames are flagged: exactly those whose transparency is below 0.6', () => {
    const flagged = Array.from(curve.values('flags'), bits => (bits & SourceFlag.clouded) !== 0);
    expect(flagged).toEqual(truth.lights.map(light => light.transparency < 0.6));
    expect(flagged.filter(Boolean).length).toBe(2);
    curve.values('transparency').forEach((transparency, k) => {
      expect(Math.abs(transparency - truth.lights[k].transparency)).toBeLessThan(0.1);
    });
  });

  test('the light curve follows the star through cloud: differential flux needs no clear sky', () => {
    const clouded = pullsOf(curve, truth, k => truth.lights[k].transparency < 0.95);
    expect(clouded.length).toBe(5);
    expect(rootMeanSquare(clouded)).toBeLessThan(2);
  });

  test('a dark of a different exposure is scaled: the sky and the hot pixels are correct', async () => {
    const { lights, bias, dark, flat } = open;
    const { gain, hottestPixels, darkCurrent } = truth.detector;
    const { sky, exptime } = truth.lights[0];
    expect(dark.exptime).toBe(2 * exptime);
    const scaled = await lights.reduce({ bias, dark, flat }).frame(0);
    const asItIs = await lights.reduce({ bias, dark, flat, darkScaling: 'none' }).frame(0);
    const level = scaled.statistics().clippedMedian;
    // the wings of the stars raise the median a little; a dark subtracted twice would lower it by 10.7 adu
    expect(Math.abs(level - sky / gain)).toBeLessThan(3);
    expect(asItIs.statistics().clippedMedian).toBeLessThan(level - 0.8 * ((darkCurrent * exptime) / gain));
    const residual = hottestPixels
      .filter(({ rate }) => rate > 20 && rate < 140)
      .map(({ x, y, rate }) => (scaled.pixels[y * scaled.width + x] - level) / ((rate * exptime) / gain));
    expect(residual.length).toBeGreaterThan(15);
    expect(rootMeanSquare(residual)).toBeLessThan(0.05);
  });

  test('hot pixels that saturate in the dark cannot be scaled: they are masked, and stars on them are NaN and flagged', async () => {
    const frame = await science.frame(0);
    const { hottestPixels, gain } = truth.detector;
    const beyond = hottestPixels.filter(({ rate }) => (rate * 120) / gain > 65535);
    expect(beyond.length).toBeGreaterThan(4);
    for (const { x, y } of beyond)
      expect(frame.mask![y * frame.width + x] & PixelFlag.hotScaled, `(${x}, ${y})`).not.toBe(0);
    const masked = measured.filter(row => (row.flags & SourceFlag.masked) !== 0);
    expect(masked.length).toBeGreaterThan(0);
    expect(masked.columns.flux.values.every(Number.isNaN)).toBe(true);
  });

  test('the flat is needed: without it, comparisons disagree across the jump', async () => {
    const { lights, bias, dark } = open;
    const unflattened = await lights.reduce({ bias, dark }).align().measure(stars, APERTURE);
    const [before, after] = [
      [0, 1, 2, 3, 4, 5, 6],
      [14, 15, 16, 17, 18, 19, 20],
    ];
    // steps of sufficiently bright stars, relative to that of the target
    const steps = (table: Measurements<SingleRadiusColumns>) =>
      [0, 1, 2, 3, 4].map(star => recovered(table, truth, star, after) / recovered(table, truth, star, before));
    expect(spreadOf(steps(unflattened))).toBeGreaterThan(1.5 * spreadOf(steps(measured)));
  });

  test('the saturated star is flagged in exactly the frames whose raw pixels are at the limit, and NaN there', async () => {
    const bright = await science.measure([truth.stars[1]], APERTURE);
    let saturated = 0;
    for (const row of bright.toObjects()) {
      const raw = await open.lights.frame(row.frame);
      let atLimit = false;
      for (let y = Math.round(row.y) - 2; y <= Math.round(row.y) + 2; y++)
        for (let x = Math.round(row.x) - 2; x <= Math.round(row.x) + 2; x++)
          atLimit ||= raw.pixels[y * raw.width + x] >= truth.detector.saturation;
      expect((row.flags & SourceFlag.saturated) !== 0, row.file).toBe(atLimit);
      if (!atLimit) continue;
      expect(row.flux, row.file).toBeNaN();
      saturated++;
    }
    expect(saturated).toBeGreaterThan(0);
    expect(saturated).toBeLessThan(truth.lights.length);
  });

  test('a variable star among given comparisons is left out, and told, with either weights', () => {
    // star 2 is constant; the RR Lyrae star itself is one of its comparisons
    const options = { target: truth.stars[2], comparisons: [0, 2, 3, 4, 5] };
    for (const weights of ['scatter', 'sum'] as const) {
      const { comparisons, columns, verdicts, usable } = measured.differential({ ...options, weights });
      expect([...comparisons.columns.star]).toEqual([2, 3, 4, 5]);
      expect(verdicts[0]).toMatchObject({ star: 0, chosen: false, reason: expect.stringMatching(/^variable: /) });
      expect(columns.flux.std()).toBeLessThan(0.005);
      expect(usable.length).toBe(columns.flux.length);
    }
  });

  test('automatically chosen comparisons are weighted by their scatter, not only by their flux', () => {
    const { comparisons } = measured.differential({ target: truth.target });
    const chosen = comparisons.filter(star => star.role === 'comparison').toObjects();
    const light = chosen.reduce((sum, star) => sum + star.medianFlux, 0);
    expect(chosen.reduce((sum, star) => sum + star.weight, 0)).toBeCloseTo(1, 9);
    expect(Math.max(...chosen.map(star => Math.abs(star.weight / (star.medianFlux / light) - 1)))).toBeGreaterThan(0.1);
    const [quietest] = [...chosen].sort((a, b) => a.scatter - b.scatter);
    expect(quietest.weight).toBe(Math.max(...chosen.map(star => star.weight)));
  });

  test('times, airmass and FWHM of the measurements match the truth', () => {
    curve.toObjects().forEach(({ jdUtcMid, bjdTdb, airmass, fwhm, file }, k) => {
      const light = truth.lights[k];
      expect(file).toBe(light.file);
      expect(Math.abs(jdUtcMid - light.jdUtcMid) * 86400).toBeLessThan(1e-3);
      expect(Math.abs(bjdTdb - jdUtcMid) * 86400).toBeLessThan(600);
      expect(bjdTdb).not.toBe(jdUtcMid);
      expect(Math.abs(airmass / light.airmass - 1)).toBeLessThan(0.005);
      // the true value is before integration over pixels
      expect(Math.abs(fwhm - Math.hypot(light.fwhm, 0.7))).toBeLessThan(0.12);
    });
  });
});

describe('the transit night', () => {
  const truth = sampleTruth('transit');
  const stars = starsOf(truth);
  const flip = truth.lights.findIndex(light => light.flipped);
  const [east, west] = [truth.lights.slice(0, flip), truth.lights.slice(flip)].map((part, k) =>
    part.map((_, index) => (k === 0 ? index : flip + index)),
  );
  let open: OpenNight;
  let measured: Measurements<SingleRadiusColumns>;
  let curve: LightCurve;

  beforeAll(async () => {
    open = await openSample('transit');
    const { lights, bias, dark, flat } = open;
    measured = await lights.reduce({ bias, dark, flat }).align().measure(stars, APERTURE);
    curve = measured.differential({ target: truth.target, comparisons: comparisonsOf(truth) });
  });

  test('a typical user chain recovers the depth of the transit', async () => {
    const { lights, bias, dark, flat } = open;
    const science = lights.reduce({ bias, dark, flat }).align();
    const field = await science.combine();
    const all = await science.measure(field.detect({ sigma: 5 }), { radii: [4, 5, 6, 7], annulus: [12, 18] });
    const { ra, dec } = truth.target;
    const auto = all.differential({ target: { ra, dec } });
    const depthOf = (flux: ArrayLike<number>): number => {
      const part = (keep: (light: number) => boolean) => Array.from(flux).filter((_, k) => keep(k));
      const outside = part(k => truth.lights[k].relativeFlux === 1);
      const inside = part(k => truth.lights[k].relativeFlux < 0.9835);
      return 1 - meanOf(inside) / meanOf(outside);
    };
    const trueDepth = depthOf(truth.lights.map(light => light.relativeFlux));
    // two means of about ten points with 0.18 % scatter
    expect(Math.abs(depthOf(auto.values('flux')) - trueDepth)).toBeLessThan(0.0018);
  });

  test('the errors are realistic: pulls have a width of about 1', () => {
    const pulls = pullsOf(curve, truth, () => true);
    expect(rootMeanSquare(pulls)).toBeGreaterThan(0.6);
    expect(rootMeanSquare(pulls)).toBeLessThan(1.3);
  });

  test('the gain, which is not in the headers, is measured within 5 %, and the read-out noise within 10 %', () => {
    const { flat } = open;
    expect(open.night.table.columns.gain.values.every(Number.isNaN)).toBe(true);
    expect(flat.gainSource).toBe('photon-transfer');
    expect(Math.abs(flat.gain / truth.detector.gain - 1)).toBeLessThan(0.05);
    expect(Math.abs(flat.readNoise / truth.detector.readNoise - 1)).toBeLessThan(0.1);
    expect(measured.columns.fluxErr.values.every(error => error > 0)).toBe(true);
  });

  test('frames after the meridian flip are aligned with a rotation of 180 degrees', async () => {
    const { lights, bias, dark, flat } = open;
    const alignment = await lights.reduce({ bias, dark, flat }).align().alignment();
    alignment.toObjects().forEach(({ aligned, rotation }, k) => {
      expect(aligned).toBe(true);
      expect(Math.abs(Math.abs(rotation) - (truth.lights[k].flipped ? 180 : 0))).toBeLessThan(0.1);
    });
    for (const row of measured.filter(star => star.star === 0).toObjects())
      expect(Math.hypot(row.x - truth.lights[row.frame].x, row.y - truth.lights[row.frame].y)).toBeLessThan(0.15);
  });

  test('the flat is needed at the meridian flip: without it, every star jumps there', async () => {
    const { lights, bias, dark } = open;
    const unflattened = await lights
      .reduce({ bias, dark, gain: 1.15, readNoise: 6.5 })
      .align()
      .measure(stars, APERTURE);
    const jumps = (table: Measurements<SingleRadiusColumns>) =>
      stars.map((_, star) => recovered(table, truth, star, west) / recovered(table, truth, star, east) - 1);
    expect(rootMeanSquare(jumps(measured))).toBeLessThan(0.003);
    expect(rootMeanSquare(jumps(unflattened))).toBeGreaterThan(0.008);
    const step = (table: Measurements<SingleRadiusColumns>): number => {
      const flux = table.differential({ target: truth.target, comparisons: comparisonsOf(truth) }).values('flux');
      const ratio = (range: number[]) => meanOf(range.map(k => flux[k] / truth.lights[k].relativeFlux));
      return Math.abs(ratio(west) / ratio(east) - 1);
    };
    expect(step(measured)).toBeLessThan(0.0015);
    expect(step(unflattened)).toBeGreaterThan(0.004);
  });

  test('thin cirrus is not a cloud: no frame is flagged', () => {
    expect(truth.lights.some(light => light.clouded)).toBe(true);
    expect(Math.min(...truth.lights.map(light => light.transparency))).toBeGreaterThan(0.6);
    expect(Array.from(curve.values('flags')).some(bits => (bits & SourceFlag.clouded) !== 0)).toBe(false);
  });

  test('a hot pixel under a star is flagged and its flux is kept', async () => {
    const { lights, bias, dark, flat } = open;
    const radius = 7;
    const table = await lights
      .reduce({ bias, dark, flat })
      .align()
      .measure(stars, { ...APERTURE, radius });
    let hot = 0;
    for (const row of table.toObjects()) {
      const near = truth.detector.hottestPixels.filter(
        ({ x, y, rate }) => rate > 20 && Math.hypot(x - row.x, y - row.y) < radius - 0.2,
      );
      if (near.length === 0) continue;
      hot++;
      expect(row.flags & SourceFlag.hotPixel, `${row.file} star ${row.star}`).not.toBe(0);
      expect(row.flux).toBeGreaterThan(0);
    }
    expect(hot).toBeGreaterThan(3);
    expect(table.filter(row => (row.flags & SourceFlag.hotPixel) === 0).length).toBeGreaterThan(table.length / 2);
  });
});

describe('the variance makes errors realistic', () => {
  test('a single faint flat is noisier than the stars: only errors that include its variance are right', async () => {
    const folder = temporaryFolder();
    const { truth } = writeNight(folder, {
      width: 160,
      height: 160,
      seed: 11,
      lights: 10,
      companions: [12.6, 12.8, 13, 13.1, 13.2],
      target: { magnitude: 12.7 },
      faintStars: 0,
      scintillation: false,
      cosmicRayRate: 0,
      motion: { drift: { dx: 30, dy: -24 } },
      calibrations: { bias: 3, dark: 3, flat: 1, flatLevel: 400 },
    });
    const { lights, bias, dark, flat } = await openNight(folder);
    const science = lights.reduce({ bias, dark, flat }).align();
    expect((await science.frame(0)).variance).not.toBeNull();
    const widthOfPulls = async (errorModel?: 'ccd'): Promise<number> => {
      const table = await science.measure(starsOf(truth), { ...APERTURE, radius: 6, errorModel });
      const pulls = starsOf(truth).flatMap((_, star) => {
        const rows = table.filter(row => row.star === star).toObjects();
        const ratio = rows.map((row, k) => row.flux / trueFlux(truth, star, k));
        const error = rows.map((row, k) => row.fluxErr / trueFlux(truth, star, k));
        return ratio.map((value, k) => (value - meanOf(ratio)) / error[k]);
      });
      return rootMeanSquare(pulls);
    };
    const honest = await widthOfPulls();
    expect(honest).toBeGreaterThan(0.7);
    expect(honest).toBeLessThan(1.35);
    expect(await widthOfPulls('ccd')).toBeGreaterThan(2.5);
  });

  test('the variance of a sky pixel is the scatter of the sky', async () => {
    const { lights, bias, dark, flat } = await openSample('rr-lyrae');
    const frame = await lights.reduce({ bias, dark, flat }).frame(3);
    const sky = frame.statistics();
    const variances = Float64Array.from(frame.variance!).sort();
    const typical = Math.sqrt(variances[variances.length >> 1]);
    expect(Math.abs(typical / sky.clippedStd - 1)).toBeLessThan(0.1);
  });
});
