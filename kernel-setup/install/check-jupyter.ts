/**
 * Looks for Jupyter's programs and their versions.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { findProgram } from './find-program.js';
import type { Finding } from './finding.js';

/** Programs that show notebooks. */
const FRONT_ENDS = ['jupyter-lab', 'jupyter-notebook'];
/** Programs that are good to have. */
const OTHERS = ['jupyter-nbconvert', 'jupyter-console'];
/** Python on a network disk starts slowly [ms]. */
const PATIENCE = 60_000;

/** What was found of Jupyter. */
export function checkJupyter(): Finding[] {
  const jupyter = findProgram('jupyter');
  const frontEnds = FRONT_ENDS.map(programAndVersion).filter(found => found !== null);
  const others = OTHERS.map(programAndVersion).filter(found => found !== null);
  const programs: Finding[] = [...frontEnds, ...others].map(what => ({ state: 'good', what }));
  if (frontEnds.length > 0) return programs;
  const what =
    jupyter === null ? 'Jupyter is not on PATH' : `Jupyter (${jupyter}) has neither JupyterLab nor the Notebook`;
  const advice = 'pip install jupyterlab (npx skyframe report runs notebooks without it; VS Code brings its own)';
  return [{ state: 'problem', what, advice }, ...programs];
}

/** `jupyter-lab 4.2.0 (/usr/bin/jupyter-lab)`, or null if it is not there or does not start. */
function programAndVersion(name: string): string | null {
  const path = findProgram(name);
  if (path === null) return null;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: PATIENCE });
  const version = stdout?.trim().split('\n').at(-1) ?? '';
  return status === 0 ? `${name} ${version} (${path})` : null;
}
