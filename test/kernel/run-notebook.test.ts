import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { CodeCell, Notebook, NotebookCell } from '../../kernel-setup/notebook-json.js';
import { parseParameter } from '../../kernel-setup/runner/parameters.js';
import { type RunProgress, runNotebook } from '../../kernel-setup/runner/run-notebook.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skyframe-run-')));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const code = (source: string | string[], tags: string[] = []): NotebookCell => ({
  cell_type: 'code',
  metadata: { tags },
  execution_count: 99,
  outputs: [{ output_type: 'stream', name: 'stdout', text: 'from an earlier run' }],
  source,
});

const text = (source: string): NotebookCell => ({ cell_type: 'markdown', metadata: {}, source });

function notebookFile(name: string, cells: NotebookCell[], rest: object = {}): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...rest }));
  return path;
}

const codeCells = (notebook: Notebook): CodeCell[] => notebook.cells.filter(cell => cell.cell_type === 'code');

test('a notebook is executed in its own folder, cell by cell, with the outputs of its file format', async () => {
  writeFileSync(join(folder, 'beside.txt'), 'found');
  const path = notebookFile('good.ipynb', [
    text('# A night\n## Looking'),
    code(["import { readFileSync } from 'node:fs';\n", "readFileSync('beside.txt', 'utf8')"]),
    code(''),
    code(
      "// Printing\nconsole.log('a'); console.log('b');\nconst line = display('begun');\n" +
        "const { progress } = (globalThis as any)[Symbol.for('skyframe.ambient')];\nprogress({ step: 'measure', done: 1, total: 2 });",
    ),
    code("line.update('done');\nawait Promise.resolve(7)"),
  ]);
  const seen: RunProgress[] = [];
  const before = process.cwd();
  const { notebook, failure } = await runNotebook(path, { onProgress: progress => seen.push(progress) });
  expect(process.cwd()).toBe(before);
  expect(failure).toBeNull();
  const [read, empty, printing, updating] = codeCells(notebook);
  expect(read.outputs).toEqual([
    { output_type: 'execute_result', execution_count: 1, data: { 'text/plain': "'found'" }, metadata: {} },
  ]);
  expect(empty).toMatchObject({ execution_count: null, outputs: [] });
  expect(printing.outputs).toEqual([
    { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
    { output_type: 'display_data', data: { 'text/plain': "'done'" }, metadata: {} }, // updated by the next cell
  ]);
  expect(updating.outputs).toMatchObject([{ output_type: 'execute_result', execution_count: 3 }]);
  expect(seen).toEqual([
    { kind: 'cell', cell: 1, cells: 3, title: 'Looking' },
    { kind: 'cell', cell: 2, cells: 3, title: 'Printing' },
    { kind: 'step', step: 'measure', done: 1, total: 2 },
    { kind: 'cell', cell: 3, cells: 3, title: '' },
  ]);
});

test('the first failing cell ends the run; those behind it have no outputs', async () => {
  const path = notebookFile('fails.ipynb', [code('const a = 1;'), code("throw new Error('clouds')"), code('a')]);
  const { notebook, failure } = await runNotebook(path);
  expect(failure).toMatchObject({ cell: 2, source: "throw new Error('clouds')", error: { evalue: 'clouds' } });
  const [, failed, behind] = codeCells(notebook);
  expect(failed.outputs).toMatchObject([{ output_type: 'error', ename: 'Error', evalue: 'clouds' }]);
  expect(behind).toMatchObject({ execution_count: null, outputs: [] });
});

test('one notebook after the other in a process do not see each other', async () => {
  await runNotebook(notebookFile('one.ipynb', [code('const secret = 1;')]));
  const { failure } = await runNotebook(notebookFile('two.ipynb', [code('secret')]));
  expect(failure?.error.evalue).toMatch(/Cannot find name 'secret'/);
});

test('parameters replace those of the tagged cell', async () => {
  const path = notebookFile('parameters.ipynb', [
    code("let sigma = 5;\nlet target = 'XO-1';", ['parameters']),
    code('[sigma, target]'),
  ]);
  const { notebook } = await runNotebook(path, { parameters: { sigma: 4, target: "Barnard's star" } });
  expect(codeCells(notebook)).toHaveLength(3);
  expect(codeCells(notebook)[2].outputs).toMatchObject([{ data: { 'text/plain': `[ 4, "Barnard's star" ]` } }]);
});

test('a parameter that the notebook does not have is refused with those that it has', async () => {
  const path = notebookFile('has.ipynb', [code('let sigma = 5;\nconst radius = 3;', ['parameters'])]);
  await expect(runNotebook(path, { parameters: { sigam: 4 } })).rejects.toThrow(
    /no parameter sigam; it has sigma, radius/,
  );
  const none = notebookFile('none.ipynb', [code('1')]);
  await expect(runNotebook(none, { parameters: { x: 4 } })).rejects.toThrow(/it has none/);
});

test('a parameter on the command line is a number, a truth value or text', () => {
  expect(parseParameter('n=3')).toEqual(['n', 3]);
  expect(parseParameter('flag=true')).toEqual(['flag', true]);
  expect(parseParameter('radii=[2,4]')).toEqual(['radii', [2, 4]]);
  expect(parseParameter('name=XO-1 = b')).toEqual(['name', 'XO-1 = b']);
  expect(() => parseParameter('3=n')).toThrow(/name=value/);
});

test('a file that is no notebook is refused with what is wrong with it', async () => {
  writeFileSync(join(folder, 'text.ipynb'), 'not JSON');
  await expect(runNotebook(join(folder, 'text.ipynb'))).rejects.toThrow(/text\.ipynb: .*not JSON/);
  writeFileSync(join(folder, 'null.ipynb'), 'null');
  await expect(runNotebook(join(folder, 'null.ipynb'))).rejects.toThrow(/null\.ipynb: .*not an object/);
  await expect(runNotebook(join(folder, 'absent.ipynb'))).rejects.toThrow(/absent\.ipynb: .*cannot be read/);
  await expect(runNotebook(notebookFile('old.ipynb', [], { nbformat: 3 }))).rejects.toThrow(
    /nbformat 3 is not supported/,
  );
  const python = { metadata: { kernelspec: { name: 'python3', language: 'python' } } };
  await expect(runNotebook(notebookFile('python.ipynb', [], python))).rejects.toThrow(/written in python/);
});
