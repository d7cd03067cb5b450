/**
 * Runs every notebook headless through the real kernel's executor. It must succeed, show a figure or a table in each
 * cell, and end with claims that hold for the simulated nights.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { CodeCell } from '../../kernel-setup/notebook-json.js';
import { type NotebookRun, runNotebook } from '../../kernel-setup/runner/run-notebook.js';
import { timeLimit } from '../helpers/time-limits.js';

const folder = fileURLToPath(new URL('../../notebooks/', import.meta.url));
const notebooks = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ipynb') && !name.includes('.ipynb_checkpoints'))
  .sort();

/** The first number after the given words in any of the lines. */
function numberAfter(lines: readonly string[], words: RegExp): number {
  for (const line of lines) {
    const found = new RegExp(`${words.source}[^0-9-]*(-?[0-9.]+)`).exec(line);
    if (found) return Number(found[1]);
  }
  return Number.NaN;
}

/** Checks of the claims of each notebook. A notebook without an entry fails the test below. */
const CLAIMS: Readonly<Record<string, (lines: readonly string[]) => void>> = {
  '1-start/first-light.ipynb': lines => {
    const amplitude = numberAfter(lines, /Amplitude:/);
    const truth = numberAfter(lines, /true/);
    const error = numberAfter(lines, /\+-/);
    expect(numberAfter(lines, /Frames:/)).toBe(39);
    expect(lines[0]).toContain('24 of 24 lights aligned');
    expect(truth).toBeCloseTo(0.893, 3);
    expect(Math.abs(amplitude - truth)).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.02);
  },
  '1-start/astrolab-reduction.ipynb': lines => {
    const depth = numberAfter(lines, /depth:/);
    const error = numberAfter(lines, /\+-/);
    expect(Math.abs(depth - 1.8)).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.2);
    expect(lines.join()).toMatch(/same frame as the steps one by one: true/);
  },
  '2-guide/cross-matching.ipynb': lines => {
    expect(numberAfter(lines, /in the catalogue, too:/)).toBe(37);
    expect(numberAfter(lines, /median distance:/)).toBeLessThan(0.08);
    for (const [words, true_] of [
      [/Offset in RA:/, -1.5],
      [/Offset in Dec:/, 0.8],
    ] as const) {
      const line = lines.filter(text => words.test(text));
      expect(numberAfter(line, /\+-/)).toBeLessThan(0.02);
      expect(Math.abs(numberAfter(line, words) - true_)).toBeLessThan(4 * numberAfter(line, /\+-/));
    }
    expect(numberAfter(lines, /half an arcsecond before:/)).toBe(0);
    expect(numberAfter(lines, /half an arcsecond after:/)).toBe(37);
    const plateStars = numberAfter(lines, /Plate stars:/);
    expect(plateStars).toBe(386);
    expect(numberAfter(lines, /matched as they are:/)).toBeLessThan(plateStars / 2);
    expect(numberAfter(lines, /at the epoch of the plate:/)).toBe(plateStars);
    expect(numberAfter(lines, /listed twice:/)).toBe(100);
    expect(numberAfter(lines, /Frames with the star:/)).toBe(8);
    expect(numberAfter(lines, /the faint one:/)).toBeLessThan(8);
  },
  '2-guide/fits-files.ipynb': lines => {
    expect(numberAfter(lines, /HDUs:/)).toBe(4);
    expect(numberAfter(lines, /16-bit pixels/)).toBeGreaterThan(1.7);
    expect(lines.filter(line => /largest difference 0$/.test(line))).toHaveLength(2);
    expect(numberAfter(lines, /Problems before:/)).toBe(0);
    expect(numberAfter(lines, /Problems after:/)).toBe(3);
  },
  '2-guide/light-curves.ipynb': lines => {
    expect(lines).toContain('Frames used: 26 of 26');
    const leftOut = numberAfter(lines, /dipping star was left out:/);
    expect(leftOut).toBeGreaterThanOrEqual(5);
    expect(leftOut).toBeLessThanOrEqual(7);
    expect(numberAfter(lines, /Usable rows:/)).toBeGreaterThanOrEqual(22);
    const depth = numberAfter(lines, /Depth without the damage:/);
    expect(Math.abs(numberAfter(lines, /with it:/) - depth)).toBeLessThan(0.1);
    expect(Math.abs(numberAfter(lines, /Depth of the truth in mid-transit:/) - depth)).toBeLessThan(0.15);
  },
  '2-guide/tables.ipynb': lines => {
    expect(numberAfter(lines, /Members:/)).toBe(277);
    expect(Math.abs(numberAfter(lines, /Distance:/) - 900)).toBeLessThan(20);
    expect(lines).toContain('Variables among the first three: 3 of 3');
    expect(lines).toContain('Formats that kept every id: 8 of 8');
  },
  '2-guide/notebook-tricks.ipynb': lines => {
    expect(numberAfter(lines, /Frames:/)).toBe(39);
    expect(numberAfter(lines, /each light:/)).toBe(12);
    expect(numberAfter(lines, /Best radius for these stars:/)).toBeGreaterThanOrEqual(2);
    expect(numberAfter(lines, /Best radius for these stars:/)).toBeLessThanOrEqual(5);
  },
  '3-science/hst-final-catalogue.ipynb': lines => {
    const expected = numberAfter(lines, /expected/);
    expect(expected).toBeCloseTo(1.35, 2);
    expect(Math.abs(numberAfter(lines, /plain formula at 10 px:/) - expected)).toBeLessThan(0.3);
    expect(Math.abs(numberAfter(lines, /with annulusCorrection:/))).toBeLessThan(0.3);
    expect(numberAfter(lines, /Stars in F606W:/)).toBeGreaterThan(350);
    expect(numberAfter(lines, /in both filters:/)).toBeGreaterThan(300);
    expect(Math.abs(numberAfter(lines, /within one error of the truth:/) - 68)).toBeLessThan(8);
    expect(Math.abs(numberAfter(lines, /Share within 4 px from [0-9]+ stars:/) - 0.839)).toBeLessThan(0.002);
    expect(numberAfter(lines, /without a magnitude:/)).toBeGreaterThan(0);
    expect(numberAfter(lines, /Scatter about Gaia:/)).toBeLessThan(1.5);
    expect(lines.at(-1)).toContain('3 of 3');
  },
};

test('every notebook has an entry in CLAIMS', () => {
  expect(notebooks).toEqual(Object.keys(CLAIMS).sort());
});

/** The run of the last test. An aborted run must end before the next notebook starts: a process runs one at a time. */
let run: Promise<NotebookRun> | undefined;

describe.each(notebooks)('%s', name => {
  afterEach(async () => {
    await run?.catch(() => {});
  });

  test('runs, shows output in each cell, and its claims hold', { timeout: timeLimit(300) }, async ({ signal }) => {
    run = runNotebook(join(folder, name), { signal });
    const { notebook, failure } = await run;
    expect(failure).toBeNull();
    const cells = notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === 'code');
    const outputsOf = (cell: CodeCell) =>
      cell.outputs.flatMap(output =>
        output.output_type === 'execute_result' || output.output_type === 'display_data' ? [output.data] : [],
      );
    for (const cell of cells) {
      expect(cell.outputs.filter(output => output.output_type === 'stream' && output.name === 'stderr')).toEqual([]);
      const declaresParameters = cell.metadata.tags?.includes('parameters') ?? false;
      if (!declaresParameters)
        expect(outputsOf(cell).length, `an output of the cell ${String(cell.source).slice(0, 60)}`).toBeGreaterThan(0);
    }
    const pictures = cells.filter(cell => {
      const kinds = Object.keys(outputsOf(cell).at(-1) ?? {});
      return kinds.includes('image/svg+xml') || kinds.includes('text/html');
    });
    expect(pictures.length, 'cells that end with a picture or a table').toBeGreaterThanOrEqual(cells.length - 2);
    const summary = outputsOf(cells.at(-1)!).at(-1)?.['application/vnd.skyframe.summary+json'] as
      | { lines: string[] }
      | undefined;
    expect(summary?.lines.length).toBeGreaterThan(1);
    CLAIMS[name](summary!.lines);
  });

  test('has no outputs in the committed file', async () => {
    const { readFileSync } = await import('node:fs');
    const stored = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { cells: CodeCell[] };
    const code = stored.cells.filter(cell => cell.cell_type === 'code');
    expect(code.every(cell => cell.outputs.length === 0 && cell.execution_count === null)).toBe(true);
  });
});
