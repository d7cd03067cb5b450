/**
 * The life cycle of the kernelspec under Debian's Jupyter: listed, used, project moved, reinstalled, removed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeJupyter, JupyterFolder } from './jupyter.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs one cell and prints its output or its error. */
const RUN_CELL = `
import json, nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("const stars: number = 41;\\nstars + 1")])
try:
    NotebookClient(notebook, kernel_name='skyframe', timeout=60).execute()
    print(json.dumps({'shown': notebook.cells[0].outputs[0]['data']['text/plain']}))
except CellExecutionError as error:
    print(json.dumps({'error': str(error)}))
`;

describeJupyter("the kernelspec under Debian's Jupyter", () => {
  let jupyter: JupyterFolder;
  let home: string;

  beforeAll(() => {
    jupyter = new JupyterFolder();
    home = mkdtempSync(join(tmpdir(), 'skyframe-home-'));
  });
  afterAll(() => {
    jupyter.remove();
    rmSync(home, { recursive: true, force: true });
  });

  const listed = (): Record<string, { resource_dir: string; spec: { display_name: string } }> =>
    JSON.parse(jupyter.run(['-m', 'jupyter_client.kernelspecapp', 'list', '--json']).stdout).kernelspecs;

  /** Runs the command line of a copy of the project. */
  function skyframe(project: string, ...words: string[]): void {
    const { status, stderr } = spawnSync(process.execPath, [join(project, 'bin', 'skyframe.mjs'), ...words], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }

  test('is listed, runs a cell, and is removed by uninstalling', () => {
    expect(listed()['skyframe']).toMatchObject({
      resource_dir: join(jupyter.path, 'share', 'jupyter', 'kernels', 'skyframe'),
      spec: { display_name: 'TypeScript (Skyframe)', interrupt_mode: 'message' },
    });
    expect(jupyter.python(RUN_CELL)).toEqual({ shown: '42' });
    skyframe(root, 'kernel', 'uninstall', '--prefix', jupyter.path);
    expect(listed()['skyframe']).toBe(undefined);
  });

  test('reports in the server log that its project was moved, and works again after reinstalling from there', () => {
    const [before, after] = [join(home, 'before'), join(home, 'after')];
    mkdirSync(before);
    for (const name of ['bin', 'dist', 'package.json'])
      cpSync(join(root, name), join(before, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(before, 'node_modules'));
    skyframe(before, 'kernel', 'install', '--prefix', jupyter.path);
    expect(jupyter.python(RUN_CELL)).toEqual({ shown: '42' });

    renameSync(before, after);
    const { status, stderr } = jupyter.run(['-c', RUN_CELL]);
    expect(status).not.toBe(0);
    expect(stderr).toContain(`no longer in ${before}`);
    expect(stderr).toContain('npx skyframe kernel install');

    skyframe(after, 'kernel', 'install', '--prefix', jupyter.path);
    expect(jupyter.python(RUN_CELL)).toEqual({ shown: '42' });
    expect(existsSync(before)).toBe(false);
  });
});
