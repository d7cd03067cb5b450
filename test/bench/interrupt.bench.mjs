/**
 * Interrupts each of five endless cells ten times and prints the duration and the remaining state as a Markdown table.
 *
 *   npm run bench -- interrupt
 *
 * Debian's jupyter_client is the front end (python3-jupyter-client).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const PYTHON = '/usr/bin/python3';
const REPEATS = 10;
const root = join(import.meta.dirname, '../..');

export default [{ name: 'interrupt', table: interruptTable }];

async function interruptTable(folder) {
  if (spawnSync(PYTHON, ['-c', 'import jupyter_client']).status !== 0)
    return `left out: ${PYTHON} has no jupyter_client`;
  execFileSync(process.execPath, [join(root, 'bin/skyframe.mjs'), 'kernel', 'install', '--prefix', folder]);
  const words = [join(import.meta.dirname, 'interrupt-cases.py'), String(REPEATS), manyFrames(folder)];
  const env = { ...process.env, JUPYTER_PATH: join(folder, 'share/jupyter'), PYTHONWARNINGS: 'ignore' };
  const { status, stdout, stderr } = spawnSync(PYTHON, words, {
    encoding: 'utf8',
    cwd: join(root, 'notebooks'),
    env,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`interrupt-cases.py failed:\n${stderr}`);
  const cases = JSON.parse(stdout.trim().split('\n').at(-1));
  return [
    `| cell, interrupted ${REPEATS} times | time: median, longest | variables | goes on | message |`,
    '| --- | ---: | --- | --- | --- |',
    ...cases.map(rowOf),
  ].join('\n');
}

/** The frames of a sample night sixty times over: too many to be measured before the interrupt. */
function manyFrames(folder) {
  const sample = join(root, 'data-samples/rr-lyrae');
  const many = join(folder, 'many');
  mkdirSync(many);
  const frames = readdirSync(sample).filter(file => file.endsWith('.fits'));
  for (let k = 0; k < 60; k++) for (const file of frames) symlinkSync(join(sample, file), join(many, `${k}-${file}`));
  return many;
}

function rowOf({ case: name, runs }) {
  const seconds = runs.map(run => run.seconds).sort((a, b) => a - b);
  const times = `${seconds[seconds.length >> 1].toFixed(2)} s, ${seconds.at(-1).toFixed(2)} s`;
  const kept = runs.filter(run => run.kept).length;
  const left = kept === runs.length ? 'kept' : kept === 0 ? 'gone' : `kept in ${kept} of ${runs.length}`;
  const messages = [...new Set(runs.map(run => run.message))].join('; ');
  return `| ${name} | ${times} | ${left} | ${runs.some(run => run.goesOn) ? 'yes' : 'no'} | ${messages} |`;
}
