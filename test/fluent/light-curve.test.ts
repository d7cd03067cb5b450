import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import { Header } from '../../lib/fits/header/header.js';
import {
  Figure,
  GrowthCurve,
  LightCurve,
  Measurements,
  openFrame,
  type Problem,
  type SingleRadiusColumns,
  SourceFlag,
  Summary,
  summary,
} from '../../lib/index.js';
import { type OpenNight, openNight, smallNight, temporaryFolder, writeNight } from '../helpers/sample-nights.js';

const folder = temporaryFolder();
const dim = temporaryFolder();

let truth: NightTruth;
let open: OpenNight;
let measured: Measurements<SingleRadiusColumns>;
let curve: LightCurve;

beforeAll(async () => {
  truth = writeNight(folder, {
    ...smallNight,
    lights: 9,
    weather: { cloud: { at: 4, width: 0.6, depth: 0.75 } },
    target: { ...smallNight.target, light: jd => 1 + 0.3 * Math.sin((jd % 1) * 40) },
  }).truth;
  open = await openNight(folder);
  const { lights, bias, dark, flat } = open;
  const stars = [0, ...truth.comparisons].map(id => truth.stars[id]);
  measured = await lights
    .reduce({ bias, dark, flat })
    .align()
    .measure(stars, { radius: 5, annulus: [10, 15] });
  curve = measured.differential({ target: truth.target, comparisons: truth.comparisons.map((_, k) => k + 1) });
});

describe('a light curve', () => {
  test('has the columns of the contract, with units', () => {
    const names = 'file jdUtcMid bjdTdb flux fluxErr mag magErr airmass fwhm x y sky flags'.split(' ');
    expect(curve.names).toEqual(expect.arrayContaining(names));
    expect(curve.length).toBe(9);
    expect([curve.unit('bjdTdb'), curve.unit('mag'), curve.unit('sky'), curve.unit('x')]).toEqual([
      'd',
      'mag',
      'adu',
      'px',
    ]);
    expect(curve.provenance.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(['readImage', 'reduce', 'differential']),
    );
  });

  test('magnitude is -2.5 log10 of the flux, its error 1.0857 times the relative error', () => {
    for (const { flux, fluxErr, mag, magErr } of curve.toObjects()) {
      expect(mag).toBeCloseTo(-2.5 * Math.log10(flux), 12);
      expect(magErr).toBeCloseTo((1.0857 * fluxErr) / flux, 6);
    }
  });

  test('follows the star', () => {
    const scale = curve.columns.flux[0] / truth.lights[0].relativeFlux;
    curve.toObjects().forEach(({ flux, fluxErr }, k) => {
      expect(Math.abs(flux / scale - truth.lights[k].relativeFlux)).toBeLessThan(6 * fluxErr);
    });
  });

  test('flags the cloudy frames but not their neighbours', () => {
    expect(Array.from(curve.values('flags'), bits => (bits & SourceFlag.clouded) !== 0)).toEqual(
      truth.lights.map(({ transparency }) => transparency < 0.6),
    );
  });

  test('lists its comparisons: position, flux, weight, scatter, role', () => {
    const { comparisons } = curve;
    expect(comparisons.names).toEqual(['star', 'x', 'y', 'medianFlux', 'weight', 'scatter', 'frames', 'role']);
    expect(comparisons.length).toBe(truth.comparisons.length);
    expect(comparisons.columns.weight.sum()).toBeCloseTo(1, 9);
    comparisons.toObjects().forEach(({ star, x, y, medianFlux, frames }) => {
      expect([x, y]).toEqual([truth.stars[truth.comparisons[star - 1]].x, truth.stars[truth.comparisons[star - 1]].y]);
      const rows = measured.filter(row => row.star === star);
      expect(medianFlux).toBeCloseTo(rows.columns.flux.median(), 6);
      expect(frames).toBe(rows.columns.flux.count());
    });
  });

  test('keeps the curve of each comparison, point by point', () => {
    const { comparisonCurves } = curve;
    expect(comparisonCurves.length).toBe(truth.comparisons.length * 9);
    for (const { star } of curve.comparisons.toObjects()) {
      const points = comparisonCurves.filter(point => point.star === star);
      const clear = points.filter((_, k) => truth.lights[k].transparency > 0.6);
      expect(clear.columns.flux.median()).toBeCloseTo(1, 9);
      expect(points.columns.flux.std()).toBeLessThan(0.05);
      expect(Array.from(points.values('file'))).toEqual(Array.from(curve.values('file')));
    }
  });

  test('a single comparison has no curve of its own', () => {
    const lone = measured.differential({ target: truth.target, comparisons: [1] });
    expect(lone.comparisonCurves.length).toBe(0);
    expect(lone.comparisons.columns.scatter[0]).toBeNaN();
  });

  test('explains why each star was chosen or rejected in the automatic choice', () => {
    const auto = measured.differential({ target: truth.target });
    expect(curve.verdicts.map(({ chosen, reason }) => `${chosen} ${reason}`)).toEqual(
      truth.comparisons.map(() => 'true named'),
    );
    expect(auto.verdicts.length).toBe(truth.comparisons.length);
    for (const { star, chosen, reason } of auto.verdicts) {
      expect(reason).not.toBe('');
      expect(chosen).toBe(
        auto.comparisons
          .filter(row => row.role === 'comparison')
          .toObjects()
          .some(row => row.star === star),
      );
    }
  });

  test("prefers comparisons of the target's colour, where the positions have a colour", async () => {
    const { lights, bias, dark, flat } = open;
    const coloured = [0, ...truth.comparisons].map((id, k) => {
      const { x, y } = truth.stars[id];
      return { x, y, colour: k === 1 ? 2.5 : 0.7 };
    });
    const series = lights.reduce({ bias, dark, flat }).align();
    const { verdicts } = (await series.measure(coloured, { radius: 5, annulus: [10, 15] })).differential({
      target: truth.target,
      maxColourDifference: 1,
    });
    const { chosen, reason } = verdicts.find(({ star }) => star === 1)!;
    expect(chosen).toBe(false);
    expect(reason).toContain('colour differs by 1.80 mag');
  });

  test('stays a light curve when filtered', () => {
    const good = curve.filter(point => point.flags === 0);
    expect(good).toBeInstanceOf(LightCurve);
    expect(good.comparisons).toBe(curve.comparisons);
    expect(good.length).toBeLessThan(9);
  });
});

describe('plot of a light curve', () => {
  test('draws flux or magnitude against BJD_TDB, comparisons below', () => {
    const flux = curve.plot();
    const mag = curve.plot({ quantity: 'mag', title: 'a star', comparisons: false });
    expect(flux).toBeInstanceOf(Figure);
    expect(flux.toSvg()).toContain('relative flux');
    expect(flux.toSvg()).toContain('BJD_TDB');
    expect(flux.toSvg()).toContain('comparisons, shifted apart');
    expect(mag.toSvg()).toContain('differential magnitude');
    expect(mag.toSvg()).toContain('a star');
    expect(mag.toSvg()).not.toContain('shifted apart');
    expect(String(flux)).toMatch(/^\[figure: target: relative flux of 9 frames/);
  });

  test('draws only points hollow that are not usable', () => {
    const hollow = (svg: string): number => svg.match(/<circle[^>]*fill="white"/g)?.length ?? 0;
    expect(curve.filter(point => (point.flags & SourceFlag.clouded) !== 0).length).toBeGreaterThan(0);
    expect(hollow(curve.plot({ comparisons: false }).toSvg())).toBe(curve.length - curve.usable.length);
    expect(hollow(curve.usable.plot({ comparisons: false }).toSvg())).toBe(0);
  });

  test('without points is an empty chart with one warning', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const empty = curve.filter(() => false);
    expect(empty.plot().toSvg()).toContain('<svg');
    empty.plot();
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test('is written as SVG', async () => {
    const path = join(folder, 'curve.svg');
    const figure = curve.plot();
    await figure.save(path);
    expect(readFileSync(path, 'utf8')).toBe(figure.toSvg());
  });
});

describe('without a sky position', () => {
  test('bjdTdb uses the telescope pointing, with a warning; sky positions are rejected', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const night = writeNight(dim, { ...smallNight, header: { wcs: () => false } }).truth;
    const { lights, bias, dark, flat } = await openNight(dim);
    const science = lights.reduce({ bias, dark, flat }).align();
    const table = await science.measure(
      [0, ...night.comparisons].map(id => night.stars[id]),
      { radius: 5 },
    );
    const bySky = table.differential({ target: night.target, comparisons: [1, 2] });
    const byPixel = table.differential({ target: { x: night.target.x, y: night.target.y }, comparisons: [1, 2] });
    expect(bySky.length).toBe(5);
    expect(warn.mock.calls.flat().join()).toContain('No frame has a WCS');
    byPixel.values('bjdTdb').forEach((bjd, k) => {
      expect(Math.abs(bjd - bySky.values('bjdTdb')[k]) * 86400).toBeLessThan(2);
    });
    expect(() => table.differential({ target: { ra: 10, dec: 20 } })).toThrow(
      expect.objectContaining({ code: 'no-wcs', message: expect.stringContaining('{ x, y }') }),
    );
    await expect(science.measure([{ ra: 10, dec: 20 }], { radius: 5 })).rejects.toMatchObject({ code: 'no-wcs' });
    warn.mockRestore();
  });
});

describe('a growth curve and a summary as values of a cell', () => {
  const display = (value: object): Record<string, unknown> =>
    (value as { [key: symbol]: () => Record<string, unknown> })[Symbol.for('Jupyter.display')]();

  test('the growth curve shows its picture and one line', async () => {
    const frame = await openFrame(join(folder, truth.lights[0].file));
    const growth = frame.growthCurve(
      truth.comparisons.map(id => truth.stars[id]),
      { radii: [2, 3, 4, 5, 6, 8] },
    );
    expect(growth).toBeInstanceOf(GrowthCurve);
    expect(Array.from(growth.table.values('radius'))).toEqual([2, 3, 4, 5, 6, 8]);
    const { fraction } = growth.table.columns;
    // the Moffat profile of the simulator, beta 3.5: 1 - (1 + (r/alpha)^2)^(1 - beta), over its share within 8 px
    const alpha = truth.lights[0].fwhm / 2 / Math.sqrt(2 ** (1 / 3.5) - 1);
    const inside = (r: number): number => 1 - (1 + (r / alpha) ** 2) ** -2.5;
    for (let k = 0; k < 6; k++)
      expect(Math.abs(fraction[k] - inside([2, 3, 4, 5, 6, 8][k]) / inside(8))).toBeLessThan(0.035);
    expect(display(growth)['image/svg+xml']).toContain('<svg');
    expect(display(growth)['text/plain']).toBe(String(growth));
  });

  test('the summary has its lines for the runner, escaped for the page', () => {
    const lines = ['amplitude 0.90 mag', '<b>9</b> frames'];
    const shown = summary(lines);
    expect(shown).toBeInstanceOf(Summary);
    expect(display(shown)).toEqual({
      'application/vnd.skyframe.summary+json': { lines },
      'text/html': '<ul><li>amplitude 0.90 mag</li><li>&lt;b&gt;9&lt;/b&gt; frames</li></ul>',
      'text/plain': lines.join('\n'),
    });
    lines.push('later');
    expect(shown.lines.length).toBe(2);
  });
});

describe('the problems of a light curve', () => {
  const empty = { x: 12, y: 100 };

  test('are its own; the first of each kind goes to the console, once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { lights } = open;
    const stars = [empty, ...truth.comparisons.map(id => truth.stars[id])];
    const faint = await lights.align().measure(stars, { radius: 4, annulus: [8, 12], recentre: 0 });
    const own = faint.differential({ target: empty });
    faint.differential({ target: empty });
    expect(own.problems().toObjects()).toContainEqual(
      expect.objectContaining({ where: 'star 0', code: 'target-faint' }),
    );
    expect(own.filter(point => point.flags === 0).problems().length).toBe(own.problems().length);
    const told = warn.mock.calls.filter(([text]) => String(text).includes('[target-faint'));
    expect(told.length).toBeLessThanOrEqual(1); // 0 if another test of this process has brought it about
    expect(own.column('flux').description).toContain('not normalised');
    for (const error of own.columns.fluxErr.values) expect(error).toBeGreaterThan(0);
  });

  test('include those of the measurements', () => {
    const frames = [0, 1, 2].map(index => ({
      index,
      fwhm: 4,
      scintillation: 0,
      zeroPoint: NaN,
      header: Header.fromObject({}),
    }));
    const row = (values: (star: number) => number) => Float64Array.from({ length: 9 }, (_, k) => values(k % 3));
    const flux = row(star => 1e5 + 100 * star);
    const x = row(star => 20 + 30 * star);
    const place = { x: x.slice(0, 3), y: x.slice(0, 3) };
    const problem: Problem = {
      file: 'a',
      where: 'card GAIN',
      value: '1',
      code: 'gain-unit',
      action: 'noted',
      remedy: '',
    };
    const from = Measurements.of<SingleRadiusColumns>(
      {
        ...{ starCount: 3, frames, labels: ['6'], x, y: x, flux: [flux], fluxErr: [row(() => 300)] },
        ...{
          area: [flux],
          instMag: [flux],
          magErr: [flux],
          sky: flux,
          skyStd: flux,
          skyArea: flux,
          peak: flux,
          flags: new Int32Array(9),
        },
        ...{ unit: 'adu', problems: [problem], provenance: [], count: { given: 3, leftOut: [] } },
      },
      {
        ...{ stars: place, colour: null, single: true },
        sky: { known: false } as never,
        frames: open.lights.table.head(3).toObjects(),
      },
    );
    expect(from.problems().toObjects()).toEqual([problem]);
    expect(
      from
        .differential({ target: { x: 20, y: 20 } })
        .problems()
        .toObjects(),
    ).toEqual([problem]);
  });
});

test('a light curve keeps to the filter that is chosen', () => {
  const filter = open.lights.table.columns.filter[0];
  const options = { target: truth.target, comparisons: truth.comparisons.map((_, k) => k + 1) };
  const chosen = measured.differential({ ...options, filter });
  expect(Array.from(chosen.columns.flux.values)).toEqual(Array.from(curve.columns.flux.values));
  expect(() => measured.differential({ ...options, filter: 'none such' })).toThrow(
    expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining(`9 x ${filter}`) }),
  );
});
