/**
 * Cells with tables read without a schema, and with curves after other verbs: what compiles, what does not, and what the message
 * says. The paths are computed, so that nothing is known of the files before the cell runs.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellExecutor } from '../../kernel-setup/executor/cell-executor.js';
import type { OutputMessage } from '../../kernel-setup/messages.js';

const home = process.cwd();
let executor: CellExecutor;
let count = 0;

/** The error of a cell, empty if it ran, and what it showed. */
async function run(code: string): Promise<{ error: string; shown: string }> {
  const outputs: OutputMessage[] = [];
  await executor.execute(code, { count: ++count, publish: message => outputs.push(message) });
  const error = outputs.find(output => output.type === 'error');
  return { error: error === undefined ? '' : JSON.stringify(error.content), shown: JSON.stringify(outputs) };
}

beforeAll(async () => {
  process.chdir(fileURLToPath(new URL('../../', import.meta.url)));
  executor = new CellExecutor();
  const { error } = await run(`
    import { openSeries, readTable } from 'skyframe';
    const path = ['data-samples', 'cluster', 'visits.csv'].join('/');
    const visits = await readTable(path);
    const night = await openSeries('data-samples/rr-lyrae/*-light.fits');
    const measured = await night.where(h => h.jdUtcMid < 2460877.52).measure([{ x: 60, y: 60 }, { x: 120, y: 90 }, { x: 90, y: 40 }], { radius: 5 });
    const derived = measured.derive({ snr: row => row.flux / row.fluxErr });
    const renamed = visits.rename({ mag: 'm' }).select('m', 'filter');
  `);
  expect(error).toBe('');
});

afterAll(() => {
  executor.close();
  process.chdir(home);
});

describe('V2: a table without a schema in cells', () => {
  test.each([
    "visits.filter(r => r.filter === 'V').length",
    "visits.number('mag').median()",
    "visits.text('filter')[0].toUpperCase()",
    "visits.withSchema({ mag: 'number', filter: 'string' }).filter(r => r.filter === 'V' && r.mag < 15).length",
    "renamed.filter(r => r.filter === 'V').number('m').max()",
  ])('%s runs', async code => {
    expect((await run(code)).error).toBe('');
  });

  test.each([
    'fresh.columns.filter[0].toFixed(2)',
    'fresh.filter(r => r.mag < 15)',
    'fresh.derive({ flux: r => Math.pow(10, r.mag) })',
    "fresh.rename({ mag: 'm' }).columns.m[0].toFixed(2)",
  ])('in the cell that reads it, %s is refused before it runs, and the message says what gives types', async code => {
    const { error } = await run(`const fresh = await readTable(path); ${code}`);
    expect(error).toContain('TypeScriptError');
    expect(error).toContain('a schema gives types');
  });
});

describe('a class after other verbs in cells', () => {
  test('is known in the next cell', async () => {
    expect((await run('const bright = derived.filter(row => row.snr > 3).drop("peak");')).error).toBe('');
    expect(executor.complete('bright.', 7).matches.map(({ text }) => text)).toContain('differential');
    expect(executor.complete('bright.', 7).matches.map(({ text }) => text)).not.toContain('~kind');
    expect(executor.inspect('bright', 1)?.signature).toMatch(/bright: Measurements</);
  });

  test('names the verb that took a column away', async () => {
    const { error } = await run('bright.drop("flux").differential({ target: { x: 60, y: 60 } });');
    expect(error).toMatch(/differential\(\) needs the column 'flux', which is missing: drop\(\) left it out/);
  });
});
