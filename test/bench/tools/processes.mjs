/**
 * The processes that benchmarks run in: a fresh Node, a fresh Python, or a Python process reused for many repeats.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PYTHON = '/usr/bin/python3';
const bench = file => join(import.meta.dirname, '..', file);

/** Why the peers cannot run, or an empty string if they can. */
export function whyNoPeers() {
  const { error, status } = spawnSync(PYTHON, ['-c', 'import ccdproc, photutils, sep'], { stdio: 'ignore' });
  if (error) return `there is no ${PYTHON}`;
  return status === 0
    ? ''
    : `${PYTHON} has no ccdproc, photutils and sep (Debian: python3-ccdproc python3-photutils python3-sep)`;
}

/** Seconds of one run in a separate process, excluding start-up and imports. The process prints `{"seconds": ...}`. */
export const freshNode = (script, ...args) => secondsOf(process.execPath, [bench(script), ...args]);
export const freshPython = (script, ...args) => secondsOf(PYTHON, [bench(script), ...args]);

function secondsOf(program, args) {
  return JSON.parse(execFileSync(program, args, { encoding: 'utf8' })).seconds;
}

const children = [];

/** A Python process that runs a case of small-peers.py once per call, excluding its start-up time. */
export function lastingPython(name, folder) {
  let child;
  let replies;
  return async () => {
    if (!child) {
      child = spawn(PYTHON, [bench('small-peers.py'), name, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
      replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      children.push(child);
    }
    child.stdin.write('go\n');
    const { value, done } = await replies.next();
    if (done) throw new Error(`small-peers.py ${name} ended before its reply`);
    return JSON.parse(value).seconds;
  };
}

export function stopPeers() {
  for (const child of children) child.stdin.end();
}

/** Wraps work in this process. Three untimed runs before the first call warm it up. */
export function warm(work) {
  let isWarm = false;
  return async () => {
    if (!isWarm) for (let i = 0; i < 3; i++) await work();
    isWarm = true;
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
  };
}
