/**
 * Damaged FITS files: each is either read or refused with a PhotometryError, in bounded time and memory.
 *
 * 100,000 mutations (set FUZZ_MUTATIONS for another number) are distributed among the seed files, and read by the build
 * in dist/ (set FUZZ_LIBRARY for another), in a child process with limited address space and heap, which is killed if
 * it hangs. Every mutation has its own seed: a failure prints the file and the number, with which
 * `node test/fuzz/fits-child.mjs FILE NUMBER NUMBER+1` repeats it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as library from '../../lib/index.js';
import { fitsSeeds } from './fits-seeds.mjs';

const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 100_000);

/** The `index.js` under test, if it is not that of dist/. */
const LIBRARY = process.env.FUZZ_LIBRARY ? [process.env.FUZZ_LIBRARY] : [];

/** Address space of the child, if the shell can limit it; Node itself reserves 1.5 GB [kB]. */
const ADDRESS_SPACE = 6_000_000;
/** Heap of the child [MB]. */
const HEAP = 512;
/** Maximum time for a mutation; a longer one is considered to hang [ms]. */
const MAX_MUTATION_TIME = 20_000;

const seeds: readonly string[] = fitsSeeds(library).map(([name]) => name);
const each = Math.ceil(MUTATIONS / seeds.length);

/** A message of the child, one per line. */
interface Message {
  readonly at?: number;
  readonly failed?: { readonly name: string; readonly number: number; readonly k: number; readonly failure: string };
  readonly done?: { readonly read: number; readonly refused: number };
}

interface Outcome {
  readonly failures: readonly string[];
  readonly read: number;
  readonly refused: number;
}

test.each(seeds.map((name, number) => [name, number] as const))(
  '%s: every mutation is read or refused',
  async (name, number) => {
    const { failures, read, refused } = await run(name, number, each);
    expect(failures).toEqual([]);
    expect(read + refused).toBe(each);
    expect(read).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  },
  900_000,
);

/** Reads mutations of one file in a child process, and monitors it. */
function run(name: string, number: number, count: number): Promise<Outcome> {
  const script = fileURLToPath(new URL('fits-child.mjs', import.meta.url));
  const child = limited([`--max-old-space-size=${HEAP}`, script, String(number), '0', String(count), ...LIBRARY]);
  const failures: string[] = [];
  let at = -1;
  let done = { read: 0, refused: 0 };
  let hangs: NodeJS.Timeout | undefined;
  const expectProgress = (): void => {
    clearTimeout(hangs);
    hangs = setTimeout(() => {
      failures.push(`${name}, mutation ${at}: no answer within ${MAX_MUTATION_TIME} ms`);
      child.kill('SIGKILL');
    }, MAX_MUTATION_TIME);
  };
  let errors = '';
  child.stderr?.on('data', text => {
    errors += String(text);
  });
  expectProgress();
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', line => {
    const message = JSON.parse(line) as Message;
    if (message.at !== undefined) at = message.at;
    if (message.failed) failures.push(`${name}, mutation ${message.failed.k}: ${message.failed.failure}`);
    if (message.done) done = message.done;
    expectProgress();
  });
  return new Promise(resolve => {
    child.on('close', (code, signal) => {
      clearTimeout(hangs);
      if (code !== 0 && failures.length === 0)
        failures.push(`${name}, mutation ${at}: the process ended with ${code ?? signal}\n${errors}`);
      resolve({ failures, ...done });
    });
  });
}

/** Starts Node with these arguments, and with limited address space if there is a shell to set it. */
function limited(args: readonly string[]): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  if (process.platform !== 'linux') return spawn(process.execPath, args, { stdio });
  return spawn('sh', ['-c', `ulimit -v ${ADDRESS_SPACE}; exec "$0" "$@"`, process.execPath, ...args], { stdio });
}
