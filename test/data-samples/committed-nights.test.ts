import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rrLyraeNight } from '../../data-samples/simulator/nights/rr-lyrae.js';
import { transitNight } from '../../data-samples/simulator/nights/transit.js';
import { type NightPlan, planNight } from '../../data-samples/simulator/plan-night.js';
import { encodeExposure, takeExposure } from '../../data-samples/simulator/simulate-night.js';
import { type NightTruth, tellTruth } from '../../data-samples/simulator/truth.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';

const samples = fileURLToPath(new URL('../../data-samples/', import.meta.url));
const nights = { 'rr-lyrae': rrLyraeNight, transit: transitNight };

const truthOf = (name: string): NightTruth => JSON.parse(readFileSync(`${samples}${name}/truth.json`, 'utf8'));

/** The first of each kind, and the last light. */
function someExposures({ exposures }: NightPlan) {
  const first = ['bias', 'dark', 'flat', 'light'].map(kind => exposures.find(e => e.kind === kind)!);
  return [...first, exposures[exposures.length - 1]];
}

describe.each(Object.entries(nights))('the committed night %s', (name, options) => {
  const plan = planNight(options);
  const truth = truthOf(name);

  test('its frames equal the output of the simulator, byte for byte', () => {
    for (const exposure of someExposures(plan)) {
      const made = encodeExposure(takeExposure(plan, exposure));
      expect(Buffer.compare(readFileSync(`${samples}${name}/${exposure.file}`), made), exposure.file).toBe(0);
    }
  });

  test('its truth is that of the plan', () => {
    const taken = someExposures(plan).map(exposure => takeExposure(plan, exposure));
    const planned: NightTruth = JSON.parse(JSON.stringify(tellTruth(plan, taken)));
    const { lights, ...rest } = planned;
    const { lights: committed, ...committedRest } = truth;
    expect(committedRest).toEqual(rest);
    expect(committed.map(light => ({ ...light, cosmicRays: [] }))).toEqual(
      lights.map(light => ({ ...light, cosmicRays: [] })),
    );
    expect(committed[0].cosmicRays).toEqual(lights[0].cosmicRays);
    expect(committed[committed.length - 1].cosmicRays).toEqual(lights[lights.length - 1].cosmicRays);
  });

  test('the folder holds the frames of the truth and nothing else', () => {
    const files = [...truth.calibrations, ...truth.lights].map(frame => frame.file);
    expect(readdirSync(`${samples}${name}`).sort()).toEqual([...files, 'truth.json'].sort());
  });

  test('the library reads the written values, and the level is offset plus sky', async () => {
    const { file, sky } = truth.lights[0];
    const fits = await openFitsSource(`${samples}${name}/${file}`);
    const { pixels, width, rawMaximum } = await fits.readImage(0, 'float64');
    await fits.close();
    const exposure = plan.exposures.find(e => e.file === file)!;
    expect(Array.from(pixels)).toEqual(Array.from(takeExposure(plan, exposure).pixels));
    expect(width).toBe(truth.detector.width);
    expect(rawMaximum).toBe(65535);
    const median = Float64Array.from(pixels).sort()[pixels.length >> 1];
    const dark = truth.detector.darkCurrent * truth.lights[0].exptime;
    // The wings of the stars raise the median by a few adu.
    expect(Math.abs(median - truth.detector.biasLevel - (sky + dark) / truth.detector.gain)).toBeLessThan(8);
  });

  test('enough stars stay in view, the variable and its comparisons in every light', () => {
    const inView = plan.stars.filter((star, k) =>
      plan.exposures.every(({ light }) => {
        if (!light) return true;
        const { x, y } = light.stars[k];
        return star.magnitude < 16.5 && x > 6 && y > 6 && x < plan.detector.width - 7 && y < plan.detector.height - 7;
      }),
    );
    expect(inView.length).toBeGreaterThanOrEqual(15);
    expect(inView[0].id).toBe(0);
    expect(truth.comparisons.length).toBeGreaterThanOrEqual(4);
  });
});

describe('the features of the nights', () => {
  test('the RR Lyrae star shows nearly its whole amplitude; clouds, a jump and dawn are there', () => {
    const { lights, target } = truthOf('rr-lyrae');
    const magnitudes = lights.map(light => -2.5 * Math.log10(light.relativeFlux));
    const seen = Math.max(...magnitudes) - Math.min(...magnitudes);
    expect(target.variation.amplitude).toBe(0.9);
    expect(seen).toBeGreaterThan(0.88);
    expect(Math.min(...lights.map(light => light.transparency))).toBeLessThan(0.35);
    expect(Math.max(...lights.slice(1).map((light, k) => Math.abs(light.dx - lights[k].dx)))).toBeGreaterThan(20);
    expect(lights[lights.length - 1].sky / lights[0].sky).toBeGreaterThan(5);
    expect(lights[0].wcs).toBe(true);
    expect(lights.filter(light => !light.wcs).length).toBeGreaterThan(10);
  });

  test('the transit has frames before, during and after it, and a flip in the middle', () => {
    const { lights, target } = truthOf('transit');
    const depth = Number(target.variation.depth);
    expect(depth).toBeGreaterThan(0.017);
    expect(depth).toBeLessThan(0.019);
    const outside = lights.map(light => light.relativeFlux === 1);
    expect(outside.indexOf(false)).toBeGreaterThanOrEqual(4);
    expect(outside.slice(outside.lastIndexOf(false) + 1).length).toBeGreaterThanOrEqual(4);
    expect(lights.filter(light => light.relativeFlux < 1 - 0.9 * depth).length).toBeGreaterThanOrEqual(8);
    expect(lights[lights.findIndex(light => light.flipped)].relativeFlux).toBeLessThan(0.99);
  });

  test('one header has gain and read noise, the other does not; one night must scale its darks', () => {
    const headerOf = (name: string): string => {
      const { lights } = truthOf(name);
      return readFileSync(`${samples}${name}/${lights[0].file}`).subarray(0, 5760).toString('latin1');
    };
    expect(headerOf('rr-lyrae')).toMatch(/GAIN {4}= +1\.4 .*RDNOISE = +9 /);
    expect(headerOf('transit')).not.toMatch(/GAIN|RDNOISE/);
    const exposures = (name: string) => truthOf(name).calibrations.find(frame => frame.kind === 'dark')?.exptime;
    expect(exposures('rr-lyrae')).toBe(2 * truthOf('rr-lyrae').lights[0].exptime);
    expect(exposures('transit')).toBe(truthOf('transit').lights[0].exptime);
  });

  test('both together are smaller than 8 MB', () => {
    const sizes = Object.keys(nights).flatMap(name =>
      readdirSync(`${samples}${name}`).map(file => statSync(`${samples}${name}/${file}`).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(7.5e6);
  });
});
