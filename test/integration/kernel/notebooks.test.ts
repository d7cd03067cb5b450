/**
 * The committed notebooks under Debian's nbconvert: the outputs are the same as with the in-process runner, and the
 * executed notebooks that we write are valid.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CodeCell, joinText, type Notebook, type NotebookOutput } from '../../../kernel-setup/notebook-json.js';
import { describeJupyter, JupyterFolder } from './jupyter.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const notebooks = join(root, 'notebooks');
const names = readdirSync(notebooks, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ipynb') && !name.includes('.ipynb_checkpoints'))
  .sort();

/** Fails unless nbformat accepts the file unchanged, including cell ids. */
const VALIDATE = `
import json, sys, warnings, nbformat
warnings.simplefilter('error')
with open(sys.argv[1]) as file:
    notebook = json.load(file)
nbformat.validate(notebook)
print(json.dumps([len(notebook['cells'])]))
`;

const readJson = (path: string): Notebook => JSON.parse(readFileSync(path, 'utf8')) as Notebook;

/** Normalised outputs: joins lists of lines and the pieces of a stream, and names each folder of `mkdtemp` alike. */
function plain(output: NotebookOutput): NotebookOutput {
  const text = JSON.stringify(joined(output)).replaceAll(/(\/tmp\/[\w-]+-)\w{6}(?=\/)/g, '$1XXXXXX');
  return JSON.parse(text) as NotebookOutput;
}

function joined(output: NotebookOutput): NotebookOutput {
  if (output.output_type === 'stream') return { ...output, text: joinText(output.text) };
  if (output.output_type === 'error') return output;
  const data = Object.fromEntries(
    Object.entries(output.data).map(([type, form]) => [type, Array.isArray(form) ? form.join('') : form]),
  );
  return { ...output, data };
}

const codeCells = ({ cells }: Notebook): CodeCell[] =>
  cells.filter((cell): cell is CodeCell => cell.cell_type === 'code');

describeJupyter("the notebooks under Debian's nbconvert", () => {
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-notebooks-'));
  let jupyter: JupyterFolder;

  beforeAll(() => {
    jupyter = new JupyterFolder();
  });

  afterAll(() => {
    jupyter.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  function report(words: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [join(root, 'bin', 'skyframe.mjs'), 'report', ...words], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, CI: 'true' },
    });
  }

  test('there are notebooks to run', () => expect(names.length).toBeGreaterThan(1));

  describe.each(names)('%s', name => {
    const stem = name.replace(/\W/g, '-');
    const ours = join(folder, `${stem}-ours.ipynb`);
    const html = join(folder, `${stem}.html`);

    test('skyframe report writes one small page and a valid notebook', () => {
      const { status, stderr } = report([join(notebooks, name), '-o', html, '--notebook', ours]);
      expect(stderr).not.toContain('failed');
      expect(status).toBe(0);
      const size = readFileSync(html).length;
      expect(size).toBeGreaterThan(10_000);
      expect(size).toBeLessThan(name === '1-start/first-light.ipynb' ? 600_000 : 1_500_000);
      expect(jupyter.python<number[]>(VALIDATE, ours)).toEqual([readJson(ours).cells.length]);
    });

    test('has the same outputs with nbconvert --execute', () => {
      const words = ['--to', 'notebook', '--execute'];
      const output = ['--output-dir', folder, '--output', `${stem}-theirs.ipynb`];
      const { status, stderr } = jupyter.run(['-m', 'nbconvert', ...words, ...output, join(notebooks, name)]);
      expect(status, stderr).toBe(0);
      const mine = codeCells(readJson(ours));
      const theirs = codeCells(readJson(join(folder, `${stem}-theirs.ipynb`)));
      expect(theirs.length).toBe(mine.length);
      for (const [index, cell] of mine.entries()) {
        expect(theirs[index].execution_count).toBe(cell.execution_count);
        expect(theirs[index].outputs.map(plain)).toEqual(cell.outputs.map(plain));
      }
    });
  });

  test('a notebook with parameters, errors and every kind of output is written as a valid file', () => {
    const sources = [
      'let sigma = 5;',
      "console.log('a'); console.error('b'); display({ sigma }).update('c');",
      "display({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': [1, { a: null }], 'text/x-odd': { a: 1 } }) })",
      'display(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]))',
      'undefined',
      "throw new Error('clouds')",
      '1',
    ];
    for (const minor of [0, 4, 5]) {
      const cells = sources.map((source, index) => ({
        cell_type: 'code',
        metadata: index === 0 ? { tags: ['parameters'] } : {},
        execution_count: null,
        outputs: [],
        source,
      }));
      const path = join(folder, `kinds-${minor}.ipynb`);
      const executed = join(folder, `kinds-${minor}-executed.ipynb`);
      writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: minor, metadata: {}, cells }));
      const { status } = report([path, '-p', 'sigma=4', '--notebook', executed]);
      expect(status).toBe(1);
      expect(jupyter.python<number[]>(VALIDATE, executed)).toEqual([sources.length + 1]);
      expect(codeCells(readJson(executed)).at(-2)?.outputs).toMatchObject([{ output_type: 'error', evalue: 'clouds' }]);
    }
  });
});
