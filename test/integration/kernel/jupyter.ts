/**
 * Debian's Jupyter, run with our kernel and without the user's configuration.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** Debian's packages belong to Debian's Python, not to another one that may be first on PATH. */
const PYTHON = '/usr/bin/python3';
const NEEDED = ['nbclient', 'nbconvert', 'nbformat', 'jupyter_client'];

/** A `describe` that is skipped if Jupyter is missing, but fails in that case on CI. */
export function describeJupyter(name: string, body: () => void, { packages = NEEDED } = {}): void {
  const missing = packages.filter(wanted => spawnSync(PYTHON, ['-c', `import ${wanted}`]).status !== 0);
  if (missing.length === 0) describe(name, body);
  else if (process.env.CI === 'true')
    throw new Error(
      `${PYTHON} lacks ${missing.join(', ')}: apt install jupyter-nbconvert python3-nbclient python3-jupyter-kernel-test`,
    );
  else describe.skip(`${name} (skipped: ${PYTHON} lacks ${missing.join(', ')})`, body);
}

/** A temporary folder for one test file, with the kernelspec installed in it. */
export class JupyterFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'skyframe-jupyter-'));

  constructor() {
    const program = fileURLToPath(new URL('../../../bin/skyframe.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [program, 'kernel', 'install', '--prefix', this.path], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the kernel was not installed: ${stderr}`);
  }

  /** Runs a script with Debian's Python and returns the JSON on its last line of output. */
  python<T>(script: string, ...words: string[]): T {
    const { status, stdout, stderr } = this.run(['-c', script, ...words]);
    if (status !== 0) throw new Error(`python ended with ${status}:\n${stderr}`);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as T;
  }

  /** Runs Debian's Python with command-line arguments. */
  run(words: string[]): { status: number | null; stdout: string; stderr: string } {
    const { HOME: _, ...env } = process.env;
    const jupyter = {
      JUPYTER_PATH: join(this.path, 'share', 'jupyter'),
      JUPYTER_RUNTIME_DIR: join(this.path, 'runtime'),
    };
    return spawnSync(PYTHON, words, {
      encoding: 'utf8',
      cwd: this.path,
      env: { ...env, ...jupyter, HOME: this.path, PYTHONWARNINGS: 'ignore' },
      timeout: 170_000,
    });
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
