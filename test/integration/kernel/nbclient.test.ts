import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeCell, Notebook, NotebookOutput } from '../../../kernel-setup/notebook-json.js';
import { runNotebook } from '../../../kernel-setup/runner/run-notebook.js';
import { withDrawings } from '../../helpers/drawings.js';
import { describeJupyter, JupyterFolder } from './jupyter.js';

const EXECUTE = `
import json, sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, kernel_name='skyframe', timeout=120, allow_errors=sys.argv[2] == 'allow').execute()
nbformat.validate(notebook)
print(json.dumps(notebook))
`;

const SOURCES = [
  "// Text\nconsole.log('one');\nconsole.log('two');\nconsole.error('three');\n[1, 2, 3]",
  "// A figure\nimport * as Plot from '@observablehq/plot';\nPlot.plot({ marks: [Plot.dot([[1, 2], [3, 4]])] })",
  "// A display that changes\nconst line = display('begun');\nfor (let i = 0; i < 3; i++) line.update({ i });",
  '// Waiting\nconst later = await new Promise<number>(resolve => setTimeout(() => resolve(4), 10));\nlater',
  "// Much text\nfor (let i = 0; i < 2000; i++) console.log('line ' + i);",
];

describeJupyter("a notebook under Debian's nbclient and nbconvert", () => {
  let folder: JupyterFolder;

  beforeAll(() => {
    folder = new JupyterFolder();
  });

  afterAll(() => folder.remove());

  function write(name: string, sources: string[]): string {
    const cells = sources.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    }));
    const kernelspec = { name: 'skyframe', language: 'typescript', display_name: 'TypeScript (Skyframe)' };
    const path = join(folder.path, name);
    writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }));
    return path;
  }

  const outputsOf = ({ cells }: Notebook): NotebookOutput[][] =>
    cells.filter((cell): cell is CodeCell => cell.cell_type === 'code').map(({ outputs }) => outputs.map(joined));

  /** Joins lists of lines and the pieces of each stream, both of which may differ between files. */
  function joined(output: NotebookOutput): NotebookOutput {
    return output.output_type === 'stream' ? { ...output, text: [output.text].flat().join('') } : output;
  }

  test('has the same outputs as with the in-process runner', async () => {
    const path = write('same.ipynb', SOURCES);
    const executed = folder.python<Notebook>(EXECUTE, path, 'stop');
    const { notebook, failure } = await runNotebook(path);
    expect(failure).toBeNull();
    expect(outputsOf(executed)).toEqual(outputsOf(notebook));
    expect(outputsOf(executed)[4]).toMatchObject([{ text: expect.stringMatching(/line 1999\n$/) }]);
  });

  test('runs every cell if errors are allowed', () => {
    const path = write('errors.ipynb', ["throw new Error('first')", 'const a: number = "text";', '3']);
    const outputs = outputsOf(folder.python<Notebook>(EXECUTE, path, 'allow'));
    expect(outputs).toMatchObject([
      [{ output_type: 'error', ename: 'Error', evalue: 'first' }],
      [{ output_type: 'error', ename: 'TypeScriptError' }],
      [{ output_type: 'execute_result', execution_count: 3 }],
    ]);
  });

  test('stops at a failing cell and reports its message', () => {
    const path = write('stops.ipynb', ["throw new Error('clouds came')", 'console.log(1)']);
    expect(() => folder.python(EXECUTE, path, 'stop')).toThrow(/CellExecutionError[\s\S]*clouds came/);
  });

  test('is converted to HTML by nbconvert', () => {
    write('page.ipynb', SOURCES.slice(0, 2));
    const { status, stderr } = folder.run(['-m', 'nbconvert', '--to', 'html', '--execute', 'page.ipynb']);
    expect(stderr).toContain('Writing');
    expect(status).toBe(0);
    expect(withDrawings(readFileSync(join(folder.path, 'page.html'), 'utf8'))).toContain('<circle');
  });
});
