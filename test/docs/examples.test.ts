/**
 * The `@example`s of the public doc comments: each compiles against the declarations in `dist` and runs.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPublicSurface } from '../api/public-surface.js';
import { compiled, exampleProgram, namesOfSamples, typeErrors } from './example-program.js';
import { readExamples } from './read-examples.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const runner = fileURLToPath(new URL('run-examples.mjs', import.meta.url));

/** The most looked-up names: each has an example that runs. */
const NEED_AN_EXAMPLE = [
  ...'openFits openFrame openSeries headerTable readTable writeTable writeFits'.split(' '),
  ...'filter derive select drop rename sortBy head tail slice sample concat join groupBy pivot melt unique describe'
    .split(' ')
    .map(verb => `Table.${verb}`),
  ...'cut binBy rank window fill pipe show write fromColumns from'.split(' ').map(verb => `Table.${verb}`),
  ...'where reduce align combine measure subtract'.split(' ').map(verb => `FrameSeries.${verb}`),
  ...'background detect measure cutout growthCurve picture view'.split(' ').map(verb => `Frame.${verb}`),
  ...'match near duplicates offsetTo matchEach finalizeHst'.split(' ').map(verb => `Catalog.${verb}`),
  ...'Measurements.differential LightCurve.plot finalizeHst subtractSky correctAperture toFlux toMagnitudes'.split(' '),
  ...'matchSky matchPixel measureApertures detectSources combineImages calibrate photonTransfer'.split(' '),
  ...'parseAngle formatAngle separation encircledEnergy zeroPoint empiricalCorrection bjdTdb airmassAt'.split(' '),
  ...'scatter histogram display summary'.split(' '),
];
const MAX_NOT_RUN = 3;

const surface = readPublicSurface();
const examples = readExamples(surface);
const runnable = examples.filter(example => example.notRun === undefined);
const program = exampleProgram(surface, namesOfSamples(), runnable);

describe('the examples of the doc comments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-examples-'));
  let failures: Record<string, string> = {};

  beforeAll(() => {
    const code = join(folder, 'code');
    const work = join(folder, 'work');
    for (const made of [code, work, join(code, 'node_modules'), join(work, 'out'), join(work, 'lists')])
      mkdirSync(made);
    symlinkSync(root, join(code, 'node_modules', 'skyframe'));
    symlinkSync(join(root, 'data-samples'), join(work, 'data-samples'));
    symlinkSync(join(root, 'data-samples', 'rr-lyrae'), join(work, 'night'));
    for (const [name, text] of Object.entries(compiled(program))) writeFileSync(join(code, name), text);
    failures = JSON.parse(execFileSync(process.execPath, [runner, code], { cwd: work, encoding: 'utf8' }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('compile', () => {
    expect(typeErrors(program)).toEqual([]);
  });

  it.each(runnable.map(example => [example.title, example.code]))('run: %s', (title, code) => {
    expect(failures[title], code).toBeUndefined();
  });

  it('exist for every frequently looked-up name', () => {
    const owners = new Set(runnable.map(example => example.owner));
    expect(NEED_AN_EXAMPLE.filter(name => !owners.has(name))).toEqual([]);
  });

  it('nearly all run', () => {
    const titles = examples
      .filter(example => example.notRun !== undefined)
      .map(({ title, notRun }) => `${title}: ${notRun}`);
    expect(titles.length, titles.join('\n')).toBeLessThanOrEqual(MAX_NOT_RUN);
  });
});
