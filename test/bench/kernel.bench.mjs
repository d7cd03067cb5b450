/**
 * Compares our kernel with plain tslab, Deno's kernel and ipykernel in one run and prints a Markdown table.
 *
 *   npm run bench -- kernel
 *
 * Debian's jupyter_client is the front end of all four (python3-jupyter-client, python3-ipykernel); Deno comes with
 * `npm ci --prefix test/integration`. A kernel that is not installed is skipped.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PYTHON = '/usr/bin/python3';
const ROUNDS = 3;
const root = join(import.meta.dirname, '../..');
const deno = join(root, `test/integration/node_modules/@deno/linux-${process.arch}-glibc/deno`);

/** Kernelspecs of the peers, as written by their own installers. */
const PEERS = [
  {
    title: 'plain tslab',
    name: 'tslab',
    language: 'typescript',
    argv: [
      process.execPath,
      join(root, 'node_modules/tslab/bin/tslab'),
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
  },
  {
    title: 'Deno',
    name: 'deno',
    language: 'typescript',
    argv: [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'],
    env: { DENO_NO_UPDATE_CHECK: '1' },
  },
  {
    title: 'ipykernel',
    name: 'python3',
    language: 'python',
    argv: [PYTHON, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
  },
];

const seconds = value => `${value.toFixed(2)} s`;
const milliseconds = value => `${(1000 * value).toFixed(1)} ms`;

const interrupted = ({ seconds: value, goesOn }) =>
  value === null ? 'no answer' : `${seconds(value)}${goesOn ? ', but it goes on' : ''}`;

/** The title of each row and the text of its cell for a kernel. */
const ROWS = [
  [`start to the answer of the first cell (median of ${ROUNDS})`, f => seconds(f.start)],
  [`warm cell (median of ${ROUNDS} × 30)`, f => milliseconds(f.warm)],
  [
    'completion of `catalog.`, 30 names',
    f => (f.names === 30 ? milliseconds(f.completion) : `${milliseconds(f.completion)}, ${f.names} names`),
  ],
  ['memory after 100 cells', f => `${f.memory100.toFixed(0)} MB`],
  ['memory after 500 cells', f => `${f.memory500.toFixed(0)} MB`],
  ['of these cells without an end', f => String(f.stuck)],
  ['lines lost of 20,000 in one cell', f => `${f.lostLines}${f.ended ? '' : ', never ends'}`],
  ['cells lost of 600 sent at once', f => String(f.lostCells)],
  ['interrupt of a loop', f => interrupted(f.interruptSync)],
  ['interrupt of an awaited loop', f => interrupted(f.interruptAwaited)],
];

export default [{ name: 'kernel', table: kernelTable }];

/** Measures the kernels and returns the table. */
async function kernelTable(folder) {
  if (!isThere('jupyter_client')) return `left out: ${PYTHON} has no jupyter_client`;
  execFileSync(process.execPath, [join(root, 'bin/skyframe.mjs'), 'kernel', 'install', '--prefix', folder]);
  const peers = PEERS.filter(({ argv, name }) => existsSync(argv[0]) && (name !== 'python3' || isThere('ipykernel')));
  for (const peer of peers) writeKernelspec(folder, peer);
  const kernels = [{ title: 'ours', name: 'skyframe', language: 'typescript' }, ...peers];
  const quick = kernels.map(() => []);
  // alternating, so that other load on the machine affects all kernels equally
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, kernel] of kernels.entries()) quick[index].push(measure(folder, kernel, 'quick'));
  const figures = kernels.map((kernel, index) => ({ ...medians(quick[index]), ...measure(folder, kernel, 'lasting') }));
  const line = cells => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...kernels.map(({ title }) => title)]),
    line(['---', ...kernels.map(() => '---:')]),
    ...ROWS.map(([title, text]) => line([title, ...figures.map(text)])),
  ].join('\n');
}

function measure(folder, { name, language }, part) {
  const words = [join(import.meta.dirname, 'kernel-figures.py'), name, language, part];
  const env = { ...process.env, JUPYTER_PATH: join(folder, 'share/jupyter'), PYTHONWARNINGS: 'ignore' };
  const options = { encoding: 'utf8', cwd: folder, env, maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'pipe'] };
  const { status, stdout, stderr } = spawnSync(PYTHON, words, options);
  if (status !== 0) throw new Error(`kernel-figures.py ${name} failed:\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** The median of each measurement over all rounds. */
function medians(rounds) {
  const middle = name => rounds.map(round => round[name]).sort((a, b) => a - b)[rounds.length >> 1];
  return Object.fromEntries(Object.keys(rounds[0]).map(name => [name, middle(name)]));
}

function writeKernelspec(folder, { title, name, argv, env = {}, language }) {
  const spec = join(folder, 'share/jupyter/kernels', name);
  mkdirSync(spec, { recursive: true });
  writeFileSync(join(spec, 'kernel.json'), JSON.stringify({ argv, env, display_name: title, language }));
}

function isThere(module) {
  return spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0;
}
