/**
 * Debian's classic Notebook, with our kernel and without the user's configuration.
 *
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Debian's own, not that of another Python that may be first on PATH. */
const PROGRAM = '/usr/bin/jupyter-notebook';
/** From util-linux: ends a program with its parent, however the parent ends. */
const LEASH = '/usr/bin/setpriv';
/** Generous, because Python may start slowly [ms]. */
const PATIENCE = 30_000;

/** The missing Debian packages. */
export function missingPackages(): string[] {
  return [existsSync(PROGRAM) ? '' : 'jupyter-notebook', existsSync(LEASH) ? '' : 'util-linux'].filter(Boolean);
}

/** A running server with its notebooks and settings in a temporary folder. */
export class NotebookServer {
  readonly #folder: string;
  readonly #process: ChildProcess;
  /** The base URL. */
  readonly url: string;
  #said = '';

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    const { PYTHONPATH: _, ...env } = process.env;
    const words = ['--no-browser', '--allow-root', '--ip=127.0.0.1', `--port=${port}`, '--port-retries=0'];
    const notebooks = [`--notebook-dir=${join(folder, 'notebooks')}`, '--NotebookApp.token='];
    this.#process = spawn(LEASH, ['--pdeathsig', 'KILL', PROGRAM, ...words, ...notebooks], {
      cwd: folder,
      env: {
        ...env,
        HOME: folder,
        JUPYTER_PATH: join(folder, 'share', 'jupyter'),
        JUPYTER_CONFIG_DIR: join(folder, 'config'),
        JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process.stderr?.on('data', data => {
      this.#said += String(data);
    });
  }

  /** Installs our kernelspec in a new folder and starts a server there. Resolves when the server responds. */
  static async start(): Promise<NotebookServer> {
    const folder = mkdtempSync(join(tmpdir(), 'skyframe-notebook-'));
    mkdirSync(join(folder, 'notebooks'));
    const install = [join(ROOT, 'bin', 'skyframe.mjs'), 'kernel', 'install', '--prefix', folder];
    const { status, stderr } = spawnSync(process.execPath, install, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the kernel was not installed: ${stderr}`);
    const server = new NotebookServer(folder, await freePort());
    try {
      await server.#answers();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async #answers(): Promise<void> {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(100)) {
      if (this.#process.exitCode !== null) break;
      const answer = await fetch(`${this.url}/api/status`).catch(() => null);
      if (answer?.ok) return;
    }
    throw new Error(`the notebook server does not answer; it said:\n${this.#said}`);
  }

  /** Writes a notebook for our kernel with these code cells and returns its URL. */
  add(name: string, sources: readonly string[]): string {
    const cells = sources.map(source => ({
      cell_type: 'code',
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    }));
    const kernelspec = { name: 'skyframe', display_name: 'TypeScript (Skyframe)', language: 'typescript' };
    // Notebook 6 writes 4.4: in a 4.5 file its new cells lack an id, and the file is not trusted when reopened
    const notebook = { nbformat: 4, nbformat_minor: 4, metadata: { kernelspec }, cells };
    writeFileSync(join(this.#folder, 'notebooks', name), JSON.stringify(notebook));
    return `${this.url}/notebooks/${name}`;
  }

  /** Copies a notebook, links the sample data so that `../../data-samples` resolves, and returns its URL. */
  addCopy(path: string): string {
    const name = `guide/${basename(path)}`;
    mkdirSync(join(this.#folder, 'notebooks', 'guide'), { recursive: true });
    copyFileSync(path, join(this.#folder, 'notebooks', name));
    symlinkSync(join(ROOT, 'data-samples'), join(this.#folder, 'data-samples'));
    return `${this.url}/notebooks/${name}`;
  }

  /** Copies a saved notebook with one word changed, so that it is untrusted, and returns its URL. */
  addForeign(saved: string, [from, to]: readonly [string, string]): string {
    const text = readFileSync(join(this.#folder, 'notebooks', saved), 'utf8');
    writeFileSync(join(this.#folder, 'notebooks', `foreign-${saved}`), text.replaceAll(from, to));
    return `${this.url}/notebooks/foreign-${saved}`;
  }

  /** Stops the server and its kernels, and removes the folder. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise<void>(resolve => this.#process.once('exit', () => resolve()));
      this.#process.kill('SIGTERM'); // it stops its kernels first
      const isLate = await Promise.race([ended.then(() => false), wait(5000).then(() => true)]);
      if (isLate) this.#process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A free port of 127.0.0.1. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
