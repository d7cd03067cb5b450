import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'skyframe-report-'));
const program = fileURLToPath(new URL('../../bin/skyframe.mjs', import.meta.url));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(words: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'report', ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, out: stdout, err: stderr };
}

function notebook(name: string, ...sources: string[]): void {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    metadata: index === 0 ? { tags: ['parameters'] } : {},
    execution_count: null,
    outputs: [],
    source,
  }));
  writeFileSync(join(folder, name), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
}

test('a report is one HTML file; the summary of the notebook ends the run', () => {
  notebook(
    'night.ipynb',
    'let depth = 0.01;',
    "// Claim\n({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'x', 'application/vnd.skyframe.summary+json': { lines: ['depth ' + depth] } }) })",
  );
  const { status, out, err } = report(['night.ipynb', '-p', 'depth=0.02', '-o', 'out/night.html']);
  expect(status).toBe(0);
  expect(err).toContain('[3/3] Claim');
  expect(out).toMatch(/^depth 0\.02\nReport: out\/night\.html {2}\([\d.]+ s\)\n$/);
  expect(readFileSync(join(folder, 'out', 'night.html'), 'utf8')).toContain('<!doctype html>');
  expect(readdirSync(join(folder, 'out'))).toEqual(['night.html']);
});

test('a failing cell is shown in the terminal and in the report, with exit code 1', () => {
  notebook(
    'cloudy.ipynb',
    'const seeing = 9;',
    "if (seeing > 5) {\n  throw new Error('seeing ' + seeing + ' arcsec');\n}",
  );
  const { status, err } = report(['cloudy.ipynb']);
  expect(status).toBe(1);
  expect(err).toContain('cloudy.ipynb: cell 2 failed:');
  expect(err).toContain('Error: seeing 9 arcsec');
  expect(err).toContain('at cell 2, line 2');
  expect(readFileSync(join(folder, 'cloudy.html'), 'utf8')).toContain('seeing 9 arcsec');
});

test('an unknown parameter is refused before anything runs or is written', () => {
  notebook('strict.ipynb', 'let depth = 0.01;');
  const { status, err } = report(['strict.ipynb', '-p', 'dpeth=1']);
  expect(status).toBe(2);
  expect(err).toMatch(/no parameter dpeth; it has depth/);
  expect(existsSync(join(folder, 'strict.html'))).toBe(false);
});
