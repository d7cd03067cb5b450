import { describe, expect, test } from 'vitest';
import { withoutNoise } from '../../data-samples/simulator/frame.js';
import { planNight } from '../../data-samples/simulator/plan-night.js';
import { simulateNight, takeExposure } from '../../data-samples/simulator/simulate-night.js';
import { airmassAtAltitude, altitudeOf, sexagesimal } from '../../data-samples/simulator/sky-geometry.js';

const DEGREE = Math.PI / 180;

/** A night with every effect that moves the stars. */
const restless = {
  width: 260,
  height: 220,
  seed: 4,
  lights: 6,
  motion: { drift: { dx: 25, dy: -18 }, turn: 2, jump: { at: 2, dx: -20, dy: 9 }, flip: { at: 4, dx: 5, dy: -7 } },
  weather: { cloud: { at: 3, width: 0.6, depth: 0.7 }, skyRise: 4 },
  faintStars: 20,
};

describe('simulateNight', () => {
  const night = simulateNight({ ...restless, effects: { ...withoutNoise, response: false }, scintillation: false });
  const lights = night.exposures.filter(e => e.plan.kind === 'light');

  test('the light of the variable has the true position and flux in every frame', () => {
    lights.forEach(({ plan: exposure }, k) => {
      const { x, y, flux, sky } = night.truth.lights[k];
      const alone = { ...exposure, light: { ...exposure.light!, stars: exposure.light!.stars.slice(0, 1) } };
      const dark = { ...exposure, light: { ...exposure.light!, stars: [] } };
      const { pixels, width } = takeExposure(night.plan, alone);
      const empty = takeExposure(night.plan, dark).pixels;
      let [sum, sumX, sumY] = [0, 0, 0];
      for (let p = 0; p < pixels.length; p++) {
        const value = pixels[p] - empty[p];
        sum += value;
        sumX += value * (p % width);
        sumY += value * Math.floor(p / width);
      }
      expect(Math.abs(sumX / sum - x)).toBeLessThan(0.01);
      expect(Math.abs(sumY / sum - y)).toBeLessThan(0.01);
      expect((sum * night.truth.detector.gain) / flux).toBeCloseTo(1, 4);
      expect(sky).toBeCloseTo(exposure.illumination, 1);
    });
  });

  test('transform, shift and rotation of the truth are consistent', () => {
    const { width, height } = night.truth.detector;
    for (const { transform, dx, dy, rotation, flipped, x, y } of night.truth.lights) {
      const { x: x0, y: y0 } = night.truth.target;
      expect(transform.a * x0 - transform.b * y0 + transform.tx).toBeCloseTo(x, 3);
      expect(transform.b * x0 + transform.a * y0 + transform.ty).toBeCloseTo(y, 3);
      const angle = (rotation + (flipped ? 180 : 0)) * DEGREE;
      const u = x0 - (width - 1) / 2;
      const v = y0 - (height - 1) / 2;
      expect(Math.cos(angle) * u - Math.sin(angle) * v + (width - 1) / 2 + dx).toBeCloseTo(x, 3);
      expect(Math.sin(angle) * u + Math.cos(angle) * v + (height - 1) / 2 + dy).toBeCloseTo(y, 3);
    }
    expect(night.truth.lights.map(light => light.flipped)).toEqual([false, false, false, false, true, true]);
    expect(night.truth.lights[0]).toMatchObject({ dx: 0, dy: 0, rotation: 0 });
  });

  test('the WCS in the header maps the sky position of each star to its pixel', () => {
    for (const { cards, plan } of lights) {
      const get = (keyword: string) => Number(cards.find(card => card.keyword === keyword)?.value);
      const [cd11, cd12, cd21, cd22] = ['CD1_1', 'CD1_2', 'CD2_1', 'CD2_2'].map(get);
      const determinant = cd11 * cd22 - cd12 * cd21;
      night.plan.stars.forEach((star, k) => {
        const dRa = (star.ra - get('CRVAL1')) * DEGREE;
        const [sin, cos] = [Math.sin(star.dec * DEGREE), Math.cos(star.dec * DEGREE)];
        const [sin0, cos0] = [Math.sin(get('CRVAL2') * DEGREE), Math.cos(get('CRVAL2') * DEGREE)];
        const down = sin * sin0 + cos * cos0 * Math.cos(dRa);
        const xi = (cos * Math.sin(dRa)) / down / DEGREE;
        const eta = (sin * cos0 - cos * sin0 * Math.cos(dRa)) / down / DEGREE;
        const x = get('CRPIX1') - 1 + (cd22 * xi - cd12 * eta) / determinant;
        const y = get('CRPIX2') - 1 + (cd11 * eta - cd21 * xi) / determinant;
        expect(Math.hypot(x - plan.light!.stars[k].x, y - plan.light!.stars[k].y)).toBeLessThan(0.002);
      });
    }
    // North up and east to the left in the first light: right ascension decreases along x.
    const first = lights[0].cards.find(card => card.keyword === 'CD1_1')?.value;
    expect(first).toBeLessThan(0);
  });

  test('airmass and clouds dim the stars', () => {
    const { zeroPoint, extinction, colourExtinction } = night.truth.telescope;
    const star = night.truth.stars[night.truth.comparisons[0]];
    for (const light of night.truth.lights) {
      const k = extinction + colourExtinction * star.colour;
      const rate = 10 ** (0.4 * (zeroPoint - star.magnitude - k * light.airmass));
      expect(light.comparisonFlux[0] / (rate * light.exptime * light.transparency)).toBeCloseTo(1, 3);
    }
    expect(night.truth.lights[3].transparency).toBeLessThan(0.32);
    expect(night.truth.lights.map(light => light.clouded)).toEqual([false, false, true, true, true, false]);
    expect(night.truth.lights[5].sky / night.truth.lights[0].sky).toBeCloseTo(4, 3);
  });

  test('one frame of the plan is the same as in the whole night', () => {
    const plan = planNight({ ...restless });
    const whole = simulateNight({ ...restless }).exposures;
    const last = plan.exposures.length - 1;
    expect(takeExposure(plan, plan.exposures[last]).pixels).toEqual(whole[last].pixels);
  });

  test('comparisons stay in view and below saturation', () => {
    expect(night.truth.comparisons.length).toBeGreaterThanOrEqual(4);
    for (const id of night.truth.comparisons) {
      for (const { plan, width, height } of lights) {
        const { x, y } = plan.light!.stars[id];
        expect(Math.min(x, y, width - 1 - x, height - 1 - y)).toBeGreaterThanOrEqual(18);
      }
    }
  });

  test('a field without room is rejected with a suggestion', () => {
    expect(() => planNight({ width: 100, height: 90, faintStars: 4000 })).toThrow(/No room for \d+ stars.*fewer stars/);
  });
});

describe('where the telescope points', () => {
  test('altitudes agree with astropy to 0.02 degrees', () => {
    // astropy 5.2 AltAz without refraction.
    const laPalma = { name: '', longitude: -17.8792, latitude: 28.7606, height: 2327 };
    const sidingSpring = { name: '', longitude: 149.0706, latitude: -31.2729, height: 1116 };
    expect(Math.abs(altitudeOf({ ra: 280.1042, dec: 33.1475 }, laPalma, 2460877.6875) - 32.17446)).toBeLessThan(0.02);
    expect(Math.abs(altitudeOf({ ra: 315.2318, dec: -34.6127 }, sidingSpring, 2460897.98) - 60.93639)).toBeLessThan(
      0.02,
    );
  });

  test('airmass is 1 at the zenith, near the secant at 30 degrees, NaN below the horizon', () => {
    expect(airmassAtAltitude(90)).toBeCloseTo(1, 3);
    expect(airmassAtAltitude(30)).toBeCloseTo(1.995, 2);
    expect(airmassAtAltitude(-1)).toBeNaN();
  });

  test('sexagesimal text never rounds to 60', () => {
    expect(sexagesimal(280.1042, 'hour')).toBe('18:40:25.01');
    expect(sexagesimal(-0.5, 'degree', ' ', 0)).toBe('-00 30 00');
    expect(sexagesimal(14.999999999, 'hour')).toBe('01:00:00.00');
  });
});
