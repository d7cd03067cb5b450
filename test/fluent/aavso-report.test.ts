/** Light curves as reports for the AAVSO: standardised, differential, exoplanet; and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import {
  type LightCurve,
  type Measurements,
  readTable,
  type SingleRadiusColumns,
  SourceFlag,
  Table,
} from '../../lib/index.js';
import { openNight, smallNight, temporaryFolder, writeNight } from '../helpers/sample-nights.js';

const folder = temporaryFolder();
const MAG_OF_COUNT = 25;

let truth: NightTruth;
let measured: Measurements<SingleRadiusColumns>;
let ensemble: LightCurve;
let single: LightCurve;
/** Magnitudes of the comparison stars, by their light in the frames. */
let magnitudes: { star: number; mag: number; name: string }[];

const warnings: string[] = [];
beforeEach(() => {
  warnings.length = 0;
  vi.spyOn(console, 'warn').mockImplementation(text => {
    warnings.push(String(text));
  });
});

beforeAll(async () => {
  truth = writeNight(folder, {
    ...smallNight,
    lights: 10,
    weather: { cloud: { at: 4, width: 0.6, depth: 0.75 } },
    target: { ...smallNight.target, light: jd => 1 + 0.3 * Math.sin((jd % 1) * 40) },
  }).truth;
  const { lights, bias, dark, flat } = await openNight(folder);
  const stars = [0, ...truth.comparisons].map(id => truth.stars[id]);
  measured = await lights
    .reduce({ bias, dark, flat })
    .align()
    .measure(stars, { radius: 5, annulus: [10, 15] });
  ensemble = measured.differential({ target: truth.target });
  single = measured.differential({ target: truth.target, comparisons: [2] });
  magnitudes = ensemble.comparisons
    .filter(row => row.role === 'comparison')
    .toObjects()
    .map(({ star }) => ({ star, mag: truth.stars[[0, ...truth.comparisons][star]].magnitude, name: `AUID ${star}` }));
});

const report = { name: 'SS CYG', observer: 'AAA', filter: 'V' };
const lines = (text: string) => text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
const fieldOf = (text: string, k: number) => lines(text).map(line => line.split(',')[k]);
const [DATE, MAG, MERR, MTYPE, CNAME, CMAG, KNAME, KMAG] = [1, 2, 3, 6, 7, 8, 9, 10];

describe('a standardised report of an ensemble', () => {
  it('has the magnitudes of the target, and of the check star on their scale', () => {
    const text = ensemble.toAavso({ ...report, comparisons: magnitudes, check: '105' });
    const rows = ensemble.toObjects().filter(row => (row.flags & 64) === 0);
    const ofTarget = fieldOf(text, MAG).map(Number);
    const star = truth.stars[0];
    for (const [k, mag] of ofTarget.entries()) {
      const row = rows.find(one => Math.abs(one.jdUtcMid - Number(fieldOf(text, DATE)[k])) < 1e-7)!;
      const light = 1 + 0.3 * Math.sin((row.jdUtcMid % 1) * 40);
      expect(Math.abs(mag - (star.magnitude - 2.5 * Math.log10(light)))).toBeLessThan(0.05);
    }
    const check =
      truth.stars[[0, ...truth.comparisons][ensemble.comparisons.filter(row => row.role === 'check').columns.star[0]]];
    for (const mag of fieldOf(text, KMAG)) expect(Math.abs(Number(mag) - check.magnitude)).toBeLessThan(0.05);
    expect(new Set(fieldOf(text, MTYPE))).toEqual(new Set(['STD']));
    expect(new Set(fieldOf(text, CNAME))).toEqual(new Set(['ENSEMBLE']));
    expect(new Set(fieldOf(text, CMAG))).toEqual(new Set(['na']));
    expect(new Set(fieldOf(text, KNAME))).toEqual(new Set(['105']));
  });

  it('has JD in UTC, or HJD, which differ by the light travel time', () => {
    const options = { ...report, comparisons: magnitudes };
    const jd = fieldOf(ensemble.toAavso(options), DATE).map(Number);
    const hjd = fieldOf(ensemble.toAavso({ ...options, date: 'HJD' }), DATE).map(Number);
    for (const time of jd) expect([...ensemble.columns.jdUtcMid].some(one => Math.abs(one - time) < 1e-7)).toBe(true);
    const light = hjd.map((time, k) => (time - jd[k]) * 86400);
    for (const seconds of light) expect(Math.abs(seconds)).toBeLessThan(510);
    expect(Math.max(...light) - Math.min(...light)).toBeLessThan(2);
    expect(Math.abs(light[0])).toBeGreaterThan(1);
  });

  it('is refused while anything is missing, all of it named at once', () => {
    expect(() => ensemble.toAavso({} as never)).toThrow(/name:.*observer:.*magnitudes of the \d+ comparison stars/);
    expect(() => ensemble.toAavso({ ...report, comparisons: magnitudes.slice(1) })).toThrow(
      new RegExp(`magnitudes of all comparison stars: star ${magnitudes[0].star}$`),
    );
    expect(() => ensemble.toAavso({ ...report, comparisons: [...magnitudes, { star: 99, mag: 12 }] })).toThrow(
      /star 99 is none of the curve's/,
    );
    expect(() => ensemble.toAavso({ ...report, filter: 'r', comparisons: magnitudes })).toThrow(/filter: one of/);
    expect(() => ensemble.toAavso({ ...report, date: 'BJD' as never, comparisons: magnitudes })).toThrow(/no BJD/);
    expect(() => ensemble.toAavso({ ...report, nam: 'x' } as never)).toThrow(/nearest: name/);
  });

  it('warns of a magnitude that the light contradicts', () => {
    ensemble.toAavso({
      ...report,
      comparisons: magnitudes.map((one, k) => ({ ...one, mag: one.mag + (k === 0 ? 0.6 : 0) })),
    });
    expect(warnings.join()).toContain(`star ${magnitudes[0].star}`);
  });

  it('leaves doubtful rows out, and says so', () => {
    const left = 3;
    let row = 0;
    const doubtful = ensemble.derive({ flags: () => (row++ < left ? SourceFlag.saturated : 0) });
    const text = doubtful.toAavso({ ...report, comparisons: magnitudes });
    expect(lines(text).length).toBe(ensemble.length - left);
    expect(text).toContain(`# ${left} of ${ensemble.length} measurements are left out`);
    expect(warnings.join()).toContain(`${left} of ${ensemble.length} rows`);
  });
});

describe('a report against one comparison star', () => {
  it('is differential without its magnitude', () => {
    const text = single.toAavso(report);
    expect(new Set(fieldOf(text, MTYPE))).toEqual(new Set(['DIF']));
    expect(new Set(fieldOf(text, CNAME))).toEqual(new Set(['star 2']));
    const rows = measured.toObjects();
    for (const [k, mag] of fieldOf(text, MAG).entries()) {
      const time = Number(fieldOf(text, DATE)[k]);
      const at = (star: number) => rows.find(row => row.star === star && Math.abs(row.jdUtcMid - time) < 1e-7)!.flux;
      expect(Number(mag)).toBeCloseTo(-2.5 * Math.log10(at(0) / at(2)), 4);
      expect(Number(fieldOf(text, CMAG)[k])).toBeCloseTo(-2.5 * Math.log10(at(2)), 3);
    }
  });

  it('is standardised with its magnitude', () => {
    const text = single.toAavso({ ...report, comparisons: [{ star: 2, mag: MAG_OF_COUNT - 12, name: '000-BBP-713' }] });
    expect(new Set(fieldOf(text, MTYPE))).toEqual(new Set(['STD']));
    expect(new Set(fieldOf(text, CNAME))).toEqual(new Set(['000-BBP-713']));
    const plain = fieldOf(single.toAavso(report), MAG).map(Number);
    for (const [k, mag] of fieldOf(text, MAG).entries()) expect(Number(mag) - plain[k]).toBeCloseTo(13, 4);
  });

  it('is read back to the same numbers', async () => {
    const path = join(folder, 'report.txt');
    await single.withMeta({ NAME: 'SS CYG', OBSCODE: 'AAA', FILT: 'V' }).write(path, { format: 'aavso' });
    expect(readFileSync(path, 'utf8')).toBe(single.toAavso(report));
    const back = await readTable(path);
    expect(back.length).toBe(fieldOf(single.toAavso(report), MAG).length);
    expect([...(back.columns as unknown as Record<string, Iterable<number>>).MERR]).toEqual(
      fieldOf(single.toAavso(report), MERR).map(Number),
    );
  });
});

describe('writing in the format of the AAVSO', () => {
  it('refuses an ensemble without magnitudes, and a curve without a name', async () => {
    const path = join(folder, 'x.aavso');
    await expect(ensemble.withMeta({ NAME: 'SS CYG', FILT: 'V', OBSCODE: 'AAA' }).write(path)).rejects.toThrow(
      /magnitudes of the/,
    );
    await expect(single.write(path)).rejects.toThrow(/name:.*observer:/);
  });

  it('refuses a table of magnitudes that does not say which kind they are', async () => {
    const table = Table.from([{ NAME: 'SS CYG', DATE: 2460000.5, MAG: 8.5, FILT: 'V' }]).withMeta({ OBSCODE: 'AAA' });
    await expect(table.write(join(folder, 'y.aavso'))).rejects.toThrow('MTYPE');
  });
});

describe('an exoplanet report', () => {
  const planet = { star: 'XO-1', planet: 'XO-1 b', observer: 'AAA', filter: 'V' };

  it('has BJD_TDB, relative flux, its error and the airmass, which are read back', async () => {
    const text = ensemble.toAavsoExoplanet(planet);
    expect(text).toContain('#TYPE=EXOPLANET\n#OBSCODE=AAA\n');
    expect(text).toContain('#DATE_TYPE=BJD_TDB\n');
    expect(text).toContain('#DETREND_PARAMETERS=AIRMASS\n');
    const path = join(folder, 'planet.txt');
    await ensemble.head(10).write(join(folder, 'curve.csv'));
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, text);
    const back = await readTable(path);
    const columns = back.columns as unknown as Record<string, ArrayLike<number>>;
    expect(back.names).toEqual(['DATE', 'DIFF', 'ERR', 'DETREND_1']);
    const first = ensemble.toObjects().find(row => Math.abs(row.bjdTdb - columns.DATE[0]) < 1e-7)!;
    expect(columns.DIFF[0]).toBeCloseTo(first.flux, 6);
    expect(columns.ERR[0]).toBeCloseTo(first.fluxErr, 6);
    expect(columns.DETREND_1[0]).toBeCloseTo(first.airmass, 6);
    expect(back.meta.EXOPLANET_NAME).toBe('XO-1 b');
  });

  it('is refused without what it needs', () => {
    expect(() => ensemble.toAavsoExoplanet({ ...planet, star: '' })).toThrow(/star: the name of the host star/);
    expect(() => ensemble.toAavsoExoplanet({ ...planet, detrend: { X: 'nope' } })).toThrow(/detrend: .*nope/);
    const blind = measured.differential({ target: { x: truth.stars[0].x, y: truth.stars[0].y } });
    const known = [...blind.columns.bjdTdb].some(Number.isFinite);
    if (!known) expect(() => blind.toAavsoExoplanet(planet)).toThrow(/BJD_TDB/);
  });
});
