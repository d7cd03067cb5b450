/**
 * The Python environment that Jupyter runs in.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findProgram } from './find-program.js';

/** How long a Python may take to answer [ms]: the first start on a network disk is slow. */
const PATIENCE = 20_000;

/**
 * `sys.prefix` of the active environment, else of the Python that runs `jupyter`, else of `python3`.
 *
 * Null if there is no Python.
 */
export function pythonPrefix(): string | null {
  const active = process.env['VIRTUAL_ENV'] || process.env['CONDA_PREFIX'];
  if (active && existsSync(active)) return active;
  const jupyter = findProgram('jupyter');
  const pythons = [jupyter === null ? null : interpreterOf(jupyter), findProgram('python3'), findProgram('python')];
  for (const python of pythons) {
    const prefix = python === null ? null : askPrefix(python);
    if (prefix) return prefix;
  }
  return null;
}

/** The Python in the first line of a script; null if it names none by its path. */
function interpreterOf(script: string): string | null {
  try {
    const line = readFileSync(script).subarray(0, 300).toString('latin1').split('\n')[0] ?? '';
    const [, interpreter] = /^#!\s*"?([^"\s]*python[\d.]*)"?/.exec(line) ?? [];
    return interpreter && existsSync(interpreter) ? interpreter : null;
  } catch {
    return null;
  }
}

function askPrefix(python: string): string | null {
  const { status, stdout } = spawnSync(python, ['-c', 'import sys; print(sys.prefix)'], {
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  const prefix = status === 0 ? stdout.trim() : '';
  return prefix === '' ? null : prefix;
}
