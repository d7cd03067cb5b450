import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { CodeCell, Notebook } from '../../kernel-setup/notebook-json.js';

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

test("writes a report as a single HTML file and prints the notebook's summary at the end", () => {
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

test('prints a failing cell and exits with code 1, without writing a report or replacing an earlier one', () => {
  const sources = [
    'const seeing = 9;',
    "if (seeing > 5) {\n  throw new Error('seeing ' + seeing + ' arcsec');\n}",
    '3',
  ];
  notebook('cloudy.ipynb', ...sources);
  const first = report(['cloudy.ipynb']);
  expect(first.status).toBe(1);
  expect(first.err).toContain('cloudy.ipynb: cell 2 failed:');
  expect(first.err).toContain('Error: seeing 9 arcsec');
  expect(first.err).toContain('at cell 2, line 2');
  expect(first.err).toContain('No report was written');
  expect(readdirSync(folder).filter(name => /^cloudy/.test(name))).toEqual(['cloudy.ipynb']);
  writeFileSync(join(folder, 'cloudy.html'), 'an earlier one');
  const second = report(['cloudy.ipynb', '--notebook', 'cloudy-executed.ipynb']);
  expect(second.status).toBe(1);
  expect(readFileSync(join(folder, 'cloudy.html'), 'utf8')).toBe('an earlier one');
  const executed = JSON.parse(readFileSync(join(folder, 'cloudy-executed.ipynb'), 'utf8')) as Notebook;
  expect(executed.cells.map(cell => (cell as CodeCell).outputs.map(output => output.output_type))).toEqual([
    [],
    ['error'],
    [],
  ]);
});

test('rejects an unknown parameter or one of the wrong type before running or writing anything', () => {
  notebook('strict.ipynb', 'let depth = 0.01;');
  const unknown = report(['strict.ipynb', '-p', 'dpeth=1']);
  expect(unknown.status).toBe(2);
  expect(unknown.err).toMatch(/^skyframe: strict\.ipynb: no parameter dpeth; it has depth\n$/);
  const wrong = report(['strict.ipynb', '-p', 'depth=deep', '--notebook', 'strict-executed.ipynb']);
  expect(wrong.status).toBe(2);
  expect(wrong.err).toMatch(/^skyframe: strict\.ipynb: parameter depth must be a number, got "deep"\n$/);
  expect(readdirSync(folder).filter(name => /^strict/.test(name))).toEqual(['strict.ipynb']);
});

test('writes a report with an expected error in it, all parameters, and the result first', () => {
  const cells = [
    [
      ['parameters'],
      'let depth = 0.5; const big = 5n; const day = new Date("2025-01-01"); let left: string | null = null;',
    ],
    [['raises-exception'], "throw new RangeError('clouds');"],
    [['remove-cell'], "console.log('a secret');"],
    [['result'], "'depth ' + depth + ' of ' + big + ' on ' + day.toISOString()"],
  ].map(([tags, source]) => ({ cell_type: 'code', metadata: { tags }, execution_count: null, outputs: [], source }));
  writeFileSync(join(folder, 'tags.ipynb'), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  const { status, err } = report(['tags.ipynb', '-p', 'big=7', '-p', 'day=2025-02-03']);
  expect(err).not.toContain('failed');
  expect(status).toBe(0);
  const html = readFileSync(join(folder, 'tags.html'), 'utf8');
  expect(html).toContain('RangeError: clouds');
  expect(html).not.toContain('a secret');
  expect(html.indexOf('depth 0.5 of 7 on 2025-02-03T00:00:00.000Z')).toBeGreaterThan(0);
  expect(html.indexOf('depth 0.5 of 7 on 2025-02-03')).toBeLessThan(html.indexOf('RangeError'));
  expect(html).toContain('<td>big</td><td>7</td><td>given</td>');
  expect(html).toContain('<td>day</td><td>2025-02-03</td><td>given</td>');
  expect(html).toContain('<td>depth</td><td>0.5</td><td>default</td>');
  expect(html).toContain('<td>left</td><td>null</td><td>default</td>');
});

test('writes the same report for the same inputs, with parameters, versions and a checksum at the end', () => {
  notebook('same.ipynb', "let name = 'a';", '// One\nname', '// Two\n[1]');
  expect(report(['same.ipynb', '-p', 'name=<b>', '-o', 'same-1.html']).status).toBe(0);
  expect(report(['same.ipynb', '-p', 'name=<b>', '-o', 'same-2.html']).status).toBe(0);
  const html = readFileSync(join(folder, 'same-1.html'), 'utf8');
  expect(readFileSync(join(folder, 'same-2.html'), 'utf8')).toBe(html);
  expect(html).toContain('<title>same</title>');
  expect(html).toContain('<td>name</td><td>&lt;b&gt;</td>');
  expect(html).toContain(`<td>Node</td><td>${process.versions.node}</td>`);
  const sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'same.ipynb')))
    .digest('hex');
  expect(html).toContain(`<td>same.ipynb</td><td>${sha256}</td>`);
  expect(html).not.toContain(folder);
});

test.each([
  ['a folder', 'somewhere', /somewhere cannot be written: it is a folder/],
  ['a path inside a file', 'a-file/out.html', /a-file\/out\.html cannot be written: .*a-file is not a folder/],
])('rejects an unwritable output before the run: %s', (_, output, message) => {
  notebook('writes.ipynb', "import { writeFileSync } from 'node:fs';\nwriteFileSync('it-ran', '');");
  mkdirSync(join(folder, 'somewhere'), { recursive: true });
  writeFileSync(join(folder, 'a-file'), '');
  for (const words of [
    ['-o', output],
    ['-o', 'writes.html', '--notebook', output],
  ]) {
    const { status, err } = report(['writes.ipynb', ...words]);
    expect(status).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  }
  expect(existsSync(join(folder, 'it-ran'))).toBe(false);
  expect(existsSync(join(folder, 'writes.html'))).toBe(false);
});

test('never overwrites the input notebook', () => {
  notebook('kept.ipynb', '1');
  const before = readFileSync(join(folder, 'kept.ipynb'), 'utf8');
  const { status, err } = report(['kept.ipynb', '--notebook', './kept.ipynb']);
  expect(status).toBe(2);
  expect(err).toContain('must be different files');
  expect(readFileSync(join(folder, 'kept.ipynb'), 'utf8')).toBe(before);
});

test('suggests the nearest name for a missing notebook', () => {
  notebook('transit.ipynb', '1');
  const { status, err } = report(['trasnit.ipynb']);
  expect(status).toBe(2);
  expect(err).toMatch(/^skyframe: trasnit\.ipynb: there is no such notebook; nearest: transit\.ipynb\n$/);
});

test('logs one line per cell without control characters if there is no terminal', () => {
  const steps =
    "const { progress } = (globalThis as any)[Symbol.for('skyframe.ambient')];\n" +
    "for (let done = 1; done <= 500; done++) progress({ step: 'measure', done, total: 500 });";
  notebook('steps.ipynb', 'let a = 1;', steps);
  const { status, err } = report(['steps.ipynb']);
  expect(status).toBe(0);
  expect(err.trim().split('\n')).toHaveLength(2);
  for (const control of ['\r', '\x1b']) expect(err).not.toContain(control);
});
