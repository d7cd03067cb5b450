/**
 * The ingress of XO-1 b observed with ARCSAT, from raw files to the light curve, compared with other programs.
 */
import { beforeAll, expect, test } from 'vitest';
import {
  bjdTdb,
  type Frame,
  type FrameSeries,
  instantFromJd,
  type LightCurve,
  type Measurements,
  openSeries,
  type SingleRadiusColumns,
} from '../../lib/index.js';
import { expectNumbers, reduceReference } from '../helpers/reduce-night.js';
import { mastersOf, type NightMasters } from '../helpers/sample-nights.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';
import { timeLimit } from '../helpers/time-limits.js';

/** One star in one frame: x, y, sum, sky, sky_std, sky_n, net, err, peak. */
type StarNumbers = readonly [number, number, number, number, number, number, number, number, number];

interface SeriesReference {
  readonly parameters: {
    readonly first_frame_positions: readonly (readonly [number, number])[];
    readonly target_radec_icrs: readonly [number, number];
  };
  readonly frames: readonly {
    readonly file: string;
    readonly jd_utc_mid: number;
    readonly bjd_tdb_mid: number;
    readonly transform: readonly [number, number, number, number];
    readonly stars: readonly (StarNumbers | null)[];
  }[];
  readonly light_curve: { readonly rows: readonly (readonly number[])[] };
  readonly light_curve_C1_only: { readonly relative_flux: readonly number[]; readonly error: readonly number[] };
  readonly light_curve_C1_C2_C3: { readonly relative_flux: readonly number[] };
  readonly summary: Readonly<Record<string, { readonly std_before: number; readonly depth: number }>>;
}

const NIGHT = ['data/raw/arcsat-xo1/calib/*.fits', 'data/raw/arcsat-xo1/science/*.fits'].map(shared);
const APERTURE = { radius: 7, annulus: [12, 18] } as const;
const BEFORE_INGRESS = 2460828.695;

/** The reference positions are rounded to 1e-4 px, so they may be off by half of that. */
const ROUNDING = 5e-5;

/** Asserts |value - expected| <= relative |expected| + absolute, since the reference has 9 digits. */
function expectClose(value: number, expected: number, relative: number, what: string, absolute = 0): void {
  const allowed = (relative + 5e-9) * Math.abs(expected) + absolute;
  expect(Math.abs(value - expected), `${what}: ${value} for ${expected}`).toBeLessThanOrEqual(allowed);
}

function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Standard deviation of the steps from point to point, divided by the square root of two. */
function pointToPoint(flux: readonly number[]): number {
  const steps = flux.slice(1).map((value, i) => value - flux[i]);
  return Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / (2 * steps.length));
}

/** One minus the ratio of the median of the six frames in series.json's "in" window to the mean before ingress. */
function ingressDepth(curve: LightCurve): number {
  const time = curve.values('bjdTdb');
  const flux = curve.values('flux');
  const within = (from: number, to: number) => Array.from(flux).filter((_, i) => time[i] > from && time[i] < to);
  const before = within(0, BEFORE_INGRESS);
  return before.reduce((sum, value) => sum + value, 0) / before.length - medianOf(within(2460828.735, 2460828.758));
}

describeShared('the XO-1 night from raw files to the light curve', () => {
  let reference: SeriesReference;
  let positions: { x: number; y: number }[];
  let target: { ra: number; dec: number };
  let masters: NightMasters;
  let exact: NightMasters;
  let lights: FrameSeries;
  let exactLights: FrameSeries;
  let science: FrameSeries;
  let measured: Measurements<SingleRadiusColumns>;

  beforeAll(async () => {
    reference = referenceValues<{ readonly series: readonly SeriesReference[] }>('series').series[0];
    positions = reference.parameters.first_frame_positions.map(([x, y]) => ({ x, y }));
    target = { ra: reference.parameters.target_radec_icrs[0], dec: reference.parameters.target_radec_icrs[1] };
    const night = await openSeries(NIGHT);
    const exactNight = await openSeries(NIGHT, { precision: 'float64' });
    [masters, exact] = [await mastersOf(night), await mastersOf(exactNight)];
    lights = night.where(h => h.imagetyp === 'light');
    exactLights = exactNight.where(h => h.imagetyp === 'light');
    science = lights.reduce(masters).align();
    measured = await science.measure(positions, APERTURE);
  }, timeLimit(300));

  /** Returns a light frame of the night, reduced in float64. */
  const reducedExactly = (index: number): Promise<Frame> => exactLights.reduce(exact).frame(index);

  test('the float64 masters match the direct formula', () => {
    const night = reduceReference().nights[0];
    expect(exact.flat.pixels).toBeInstanceOf(Float64Array);
    expectNumbers(exact.bias.pixels, night.master_bias_median, 1e-12);
    const { dark } = exact;
    expectNumbers(
      dark.pixels.map(value => value / dark.exptime),
      night.master_dark_rate,
      1e-12,
    );
    expectNumbers(exact.flat.pixels, night.master_flat, 1e-12);
  });

  test('the float32 masters match it to seven digits', () => {
    const night = reduceReference().nights[0];
    expect(masters.flat.pixels).toBeInstanceOf(Float32Array);
    expectNumbers(masters.bias.pixels, night.master_bias_median, 1e-6);
    expectNumbers(masters.flat.pixels, night.master_flat, 1e-6);
  });

  test.each([0, 12, 23])('light %i reduced in float64 and in float32 matches the formula', async index => {
    const expected = reduceReference().nights[0].science[index];
    const [double, single] = [await reducedExactly(index), await lights.reduce(masters).frame(index)];
    expect(double.path.endsWith(expected.file)).toBe(true);
    expectNumbers(double.pixels, expected, 1e-12);
    expectNumbers(single.pixels, expected, 1e-6);
  });

  test('reduce({ precision: "float64" }) of a float32 series returns float64 pixels', async () => {
    const frame = await lights.reduce({ ...exact, precision: 'float64' }).frame(12);
    const { pixels } = await reducedExactly(12);
    expect(frame.pixels).toBeInstanceOf(Float64Array);
    expect(frame.pixels.every((value, i) => value === pixels[i])).toBe(true);
  });

  test('the gain, which is in no header, is 1.33 electron/adu by photon transfer', async () => {
    const raw = await lights.frame(0);
    const reduced = await science.frame(0);
    expect(raw.gain).toBeNaN();
    for (const frame of [masters.flat, reduced]) {
      expect(frame.gainSource).toBe('photon-transfer');
      expect(Math.abs(frame.gain / 1.33 - 1)).toBeLessThan(0.03);
      expect(Math.abs(frame.readNoise / 15.938 - 1)).toBeLessThan(0.03);
    }
    expect(reduced.unit).toBe('adu');
  });

  test('sums, sky and sky scatter at the given positions match photutils in every frame', async () => {
    for (let k = 0; k < reference.frames.length; k++) {
      const stars = reference.frames[k].stars as readonly StarNumbers[];
      const frame = await exactLights.reduce({ ...exact, gain: 1.333 }).frame(k);
      const at = stars.map(([x, y]) => ({ x, y }));
      const net = frame.measure(at, { ...APERTURE, errorModel: 'daophot' }).toObjects();
      const sumAt = (dx: number, dy: number) =>
        frame.measure(
          at.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
          { ...APERTURE, sky: 'none' },
        ).columns.flux;
      const [sum, right, up] = [sumAt(0, 0), sumAt(ROUNDING, 0), sumAt(0, ROUNDING)];
      stars.forEach(([, , expectedSum, sky, skyStd, skyCount, expectedNet, err, peak], star) => {
        const what = `${reference.frames[k].file} star ${star}`;
        const ofPosition = Math.abs(right[star] - sum[star]) + Math.abs(up[star] - sum[star]);
        expectClose(sum[star], expectedSum, 1e-9, `${what} sum`, ofPosition);
        expectClose(net[star].sky, sky, 0, `${what} sky`);
        expectClose(net[star].skyStd, skyStd, 1e-9, `${what} skyStd`);
        expect(net[star].skyArea, `${what} skyArea`).toBe(skyCount);
        expectClose(net[star].flux, expectedNet, 1e-9, `${what} net`, ofPosition + 1e-6);
        expectClose(net[star].fluxErr, err, 1e-6, `${what} err`);
        expectClose(net[star].peak, peak, 1e-9, `${what} peak`);
      });
    }
  });

  test('all 24 frames are aligned, including the 7 without a usable WCS, and the transforms match the reference', async () => {
    const alignment = await science.alignment();
    const usable = lights.table.filter(header => header.hasWcs).length;
    expect(alignment.length).toBe(24);
    expect(alignment.filter(frame => frame.aligned).length).toBe(24);
    expect(usable).toBe(17);
    alignment.toObjects().forEach(({ file, shiftX, shiftY, rotation, scale, rms }, k) => {
      const [a, b, tx, ty] = reference.frames[k].transform;
      const angle = (rotation * Math.PI) / 180;
      expect(file).toBe(reference.frames[k].file);
      expect(rms).toBeLessThan(0.5);
      for (const { x, y } of positions) {
        const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
        const dx = cos * x - sin * y + shiftX - (a * x - b * y + tx);
        const dy = sin * x + cos * y + shiftY - (b * x + a * y + ty);
        expect(Math.hypot(dx, dy), `${file} at (${x}, ${y})`).toBeLessThan(0.35);
      }
    });
  });

  test('centroids match sep within 0.05 px, and net fluxes of the bright stars within 0.3 %', () => {
    const rows = measured.toObjects();
    expect(rows.length).toBe(24 * 6);
    for (const row of rows) {
      const [x, y, , , , , net] = reference.frames[row.frame].stars[row.star]!;
      const what = `${row.file} star ${row.star}`;
      expect(Math.hypot(row.x - x, row.y - y), what).toBeLessThan(0.05);
      expect(Math.abs(row.flux / net - 1), what).toBeLessThan(row.star < 3 ? 0.003 : 0.01);
    }
  });

  test('the target is found by its sky position and by its pixel, with the same curve', () => {
    const comparisons = [positions[1]];
    const bySky = measured.differential({ target, comparisons });
    const byPixel = measured.differential({ target: positions[0], comparisons });
    expect(Array.from(bySky.values('flux'))).toEqual(Array.from(byPixel.values('flux')));
    const time = byPixel.values('bjdTdb');
    // the WCS position, accurate to a pixel, determines the time to a millisecond
    bySky.values('bjdTdb').forEach((bjd, k) => {
      expect(Math.abs(bjd - time[k]) * 86400e3).toBeLessThan(2);
    });
  });

  test('bjdTdb matches astropy at mid-exposure within a millisecond', () => {
    const curve = measured.differential({ target, comparisons: [positions[1]] });
    const site = { name: 'Apache Point', longitude: -105.820277778, latitude: 32.780277778, height: 2788 };
    curve.toObjects().forEach(({ jdUtcMid, bjdTdb: bjd }, k) => {
      const { jd_utc_mid, bjd_tdb_mid } = reference.frames[k];
      expect(Math.abs(jdUtcMid - jd_utc_mid) * 86400).toBeLessThan(1e-4);
      expect(Math.abs(bjd - bjd_tdb_mid) * 86400e3).toBeLessThan(1);
      expect(Math.abs(bjdTdb(instantFromJd(jdUtcMid, 'utc'), target, site) - bjd) * 86400e3).toBeLessThan(1);
    });
  });

  test('against C1 alone, the ingress is 0.0193 +- 0.003 deep, and each point matches the reference within its error', () => {
    const curve = measured.differential({
      target,
      comparisons: [positions[1]],
      reference: row => row.bjdTdb < BEFORE_INGRESS,
    });
    const { relative_flux, error } = reference.light_curve_C1_only;
    expect(Math.abs(ingressDepth(curve) - 0.0193)).toBeLessThan(0.003);
    expect(Math.abs(ingressDepth(curve) - reference.summary.C1_only.depth)).toBeLessThan(5e-4);
    curve.toObjects().forEach(({ flux, fluxErr }, k) => {
      expect(Math.abs(flux - relative_flux[k])).toBeLessThan(0.1 * error[k]);
      expect(Math.abs(fluxErr / error[k] - 1)).toBeLessThan(0.1);
    });
    expect(curve.comparisons.length).toBe(1);
  });

  test('automatically chosen stars, comparisons and radius have no more scatter than the hand-picked ones', async () => {
    const field = await science.combine();
    const stars = field.detect({ sigma: 5 });
    const all = await science.measure(stars, { radii: [5, 6, 7, 8, 10], annulus: [12, 18] });
    const curve = all.differential({ target, reference: row => row.bjdTdb < BEFORE_INGRESS });
    const flux = Array.from(curve.values('flux'));
    const before = flux.slice(0, 5);
    const mean = before.reduce((sum, value) => sum + value, 0) / 5;
    const scatter = Math.sqrt(before.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5);
    expect(scatter).toBeLessThanOrEqual(reference.summary.five.std_before);
    expect(scatter).toBeLessThanOrEqual(reference.summary.C1_C2_C3.std_before);
    expect(pointToPoint(flux)).toBeLessThanOrEqual(pointToPoint(reference.light_curve.rows.map(row => row[2])));
    expect(Math.abs(ingressDepth(curve) - 0.0193)).toBeLessThan(0.006);
    expect(curve.comparisons.filter(star => star.role === 'comparison').length).toBeGreaterThanOrEqual(2);
    expect(curve.verdicts.length).toBe(stars.length - 1);
  });
});
