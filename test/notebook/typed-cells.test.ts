/**
 * What a cell's compiler knows about the library: completion of verbs and column names, units on hover, and errors for
 * unknown names.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellExecutor } from '../../kernel-setup/executor/cell-executor.js';
import type { OutputMessage } from '../../kernel-setup/messages.js';

const home = process.cwd();
let executor: CellExecutor;
let count = 0;

async function run(code: string): Promise<{ status: string; outputs: OutputMessage[] }> {
  const outputs: OutputMessage[] = [];
  const { status } = await executor.execute(code, { count: ++count, publish: message => outputs.push(message) });
  return { status, outputs };
}

function errorOf(outputs: readonly OutputMessage[]): string {
  const error = outputs.find(output => output.type === 'error');
  return JSON.stringify(error?.content ?? '');
}

beforeAll(async () => {
  process.chdir(fileURLToPath(new URL('../../notebooks/1-start/', import.meta.url)));
  executor = new CellExecutor();
  const { status, outputs } = await run(`
    import { openSeries, openFrame } from 'skyframe';
    const night = await openSeries('../../data-samples/transit/*.fits', { keywords: ['FOCUSPOS'] });
    const frame = await night.where(h => h.imagetyp === 'light').frame(0);
    const stars = frame.detect({ sigma: 5 });
    const single = frame.measure(stars, { radius: 5 });
    const several = frame.measure(stars, { radii: [4, 2.5], annulus: [10, 15] });
    const series = await night.where(h => h.imagetyp === 'light' && h.jdUtcMid < 2460898).measure(stars, { radii: [1, 1.5], radiusUnit: 'fwhm' });
    const curve = series.differential({ target: { x: 132.6, y: 78.3 } });
  `);
  expect(errorOf(outputs)).toBe('""');
  expect(status).toBe('ok');
});

afterAll(() => {
  executor.close();
  process.chdir(home);
});

const completions = (code: string): readonly string[] =>
  executor.complete(code, code.length).matches.map(match => match.text);
const hover = (code: string, name: string): string => {
  const found = executor.inspect(code, code.lastIndexOf(name) + 1);
  return found ? `${found.signature}\n${found.documentation}` : '';
};

describe('completion', () => {
  test('offers the verbs of a frame and of a series', () => {
    expect(completions('frame.')).toEqual(
      expect.arrayContaining(['background', 'cutout', 'detect', 'measure', 'hasWcs', 'header', 'toElectrons', 'wcs']),
    );
    expect(completions('night.')).toEqual(
      expect.arrayContaining(['align', 'combine', 'length', 'measure', 'reduce', 'subtract', 'table', 'where']),
    );
  });

  test('offers column names, including computed ones', () => {
    expect(completions('several.columns.')).toEqual(expect.arrayContaining(['flux_4', 'fluxErr_4', 'sky', 'flags']));
    expect(completions("several.column('")).toEqual(expect.arrayContaining(['flux_4', 'flux_2.5', 'sky', 'x']));
    expect(completions("series.column('")).toEqual(
      expect.arrayContaining(['flux_1fwhm', 'flux_1.5fwhm', 'fluxErr_1.5fwhm']),
    );
    expect(completions('curve.columns.')).toEqual(expect.arrayContaining(['bjdTdb', 'flux', 'mag', 'airmass']));
    expect(completions('night.where(h => h.')).toEqual(expect.arrayContaining(['imagetyp', 'filter', 'FOCUSPOS']));
  });
});

describe('hover', () => {
  test('shows the unit of a column', () => {
    expect(hover('curve.columns.mag', 'mag')).toContain('Column<number, "mag">');
    expect(hover('night.table.columns.exptime', 'exptime')).toContain('Column<number, "s">');
    expect(hover('several.columns.area_4', 'area_4')).toContain('Column<number, "px^2">');
  });

  test('shows what a verb does', () => {
    expect(hover('frame.detect', 'detect')).toContain('Finds the stars');
  });
});

describe('a mistake in a cell', () => {
  test('an unknown column is rejected with its location', async () => {
    const { status, outputs } = await run('several.columns.flux_5');
    expect(status).toBe('error');
    expect(errorOf(outputs)).toContain('flux_5');
  });

  test('a value with another unit is rejected', async () => {
    const { status, outputs } = await run(
      "const wrong: Parameters<typeof Math.abs>[0] & { readonly unit?: 's' } = curve.columns.mag[0]; wrong",
    );
    expect(status).toBe('error');
    expect(errorOf(outputs)).toContain('mag');
  });

  test('a missing await is rejected before the cell runs', async () => {
    const { status, outputs } = await run('const field = night.combine(); field.detect()');
    expect(status).toBe('error');
    expect(errorOf(outputs)).toContain('detect');
  });

  test('a missing file is named in the error, and the kernel keeps working', async () => {
    const { status, outputs } = await run("const none = await openFrame('nowhere/none.fits');");
    expect(status).toBe('error');
    expect(errorOf(outputs)).toContain('nowhere/none.fits');
    expect((await run('stars.length')).status).toBe('ok');
  });
});
