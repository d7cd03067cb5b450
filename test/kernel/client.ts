/**
 * A small Jupyter client: starts the compiled kernel and talks to it over real sockets.
 *
 * It has its own signing code so that it does not share a bug with the kernel's.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dealer, Request, Subscriber } from 'zeromq';
import { timeLimit } from '../helpers/time-limits.js';

/** The compiled kernel. */
export const PROGRAM: string = fileURLToPath(
  new URL('../../dist/kernel-setup/kernel/kernel-process.js', import.meta.url),
);
const KEY = 'a-test-key';

/** A front end that only starts a kernel. */
const FRONT_END = `
require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: 'ignore' });
setInterval(() => {}, 1000);
`;

/** A received message. */
export interface Received {
  readonly type: string;
  readonly parentId: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** What a request may have beside its content. */
interface RequestOptions {
  readonly key?: string;
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
}

/** Everything received for one request. */
export interface Exchange {
  readonly reply: Received;
  /** Messages on iopub from busy to idle, inclusive. */
  readonly published: readonly Received[];
}

/** A running kernel and the sockets to it. */
export class KernelClient {
  readonly process: ChildProcess;
  readonly folder: string;
  // the kernel sends input requests to the client that sent the cell, so both sockets share one identity
  readonly #shell = new Dealer({ routingId: 'test' });
  readonly #stdin = new Dealer({ routingId: 'test' });
  readonly #control = new Dealer();
  readonly #iopub = new Subscriber();
  readonly #heartbeat = new Request();
  readonly #published: Received[] = [];
  readonly #replies: Received[] = [];
  readonly #asked: Received[] = [];
  #wake: (() => void)[] = [];
  #sent: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  #resume: () => void = () => {};

  private constructor(process: ChildProcess, folder: string) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Starts a kernel with its own temporary folder and waits until it responds.
   *
   * @param options.behindFrontEnd starts it through an intermediate process, which becomes `process`
   * @param options.interruptPatience how long a cell may take to stop before its process is replaced [ms]. The default
   *   is long, so that a cell that can stop has time to do so on a busy machine; set it low for cells that cannot stop.
   * @param options.readsAhead number of published messages buffered before they are read (zeromq default: 1000)
   */
  static async start(
    options: { behindFrontEnd?: boolean; interruptPatience?: number; readsAhead?: number } = {},
  ): Promise<KernelClient> {
    const folder = mkdtempSync(join(tmpdir(), 'skyframe-kernel-'));
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
    const connection = { transport: 'tcp', ip: '127.0.0.1', key: KEY, signature_scheme: 'hmac-sha256' };
    const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
    const file = join(folder, 'connection.json');
    writeFileSync(file, JSON.stringify({ ...connection, ...ports }));
    const words = options.behindFrontEnd ? ['-e', FRONT_END, PROGRAM, file] : [PROGRAM, file];
    const kernel = spawn(process.execPath, words, {
      cwd: fileURLToPath(new URL('../../notebooks', import.meta.url)),
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, SKYFRAME_INTERRUPT_PATIENCE: String(options.interruptPatience ?? timeLimit(30)) },
    });
    const client = new KernelClient(kernel, folder);
    const address = (port: number): string => `tcp://127.0.0.1:${port}`;
    client.#shell.connect(address(shell_port));
    client.#control.connect(address(control_port));
    if (options.readsAhead !== undefined) client.#iopub.receiveHighWaterMark = options.readsAhead;
    client.#iopub.connect(address(iopub_port));
    client.#iopub.subscribe();
    client.#stdin.connect(address(stdin_port));
    client.#heartbeat.connect(address(hb_port));
    void client.#listen(client.#shell, client.#replies);
    void client.#listen(client.#control, client.#replies);
    void client.#listen(client.#stdin, client.#asked);
    void client.#listen(client.#iopub, client.#published);
    for (;;) {
      // a subscriber receives nothing until it is connected, so retry until a response is published
      if (kernel.exitCode !== null) throw new Error(`the kernel ended as it started, with code ${kernel.exitCode}`);
      const id = client.send('shell', 'kernel_info_request', {});
      if (await client.until(() => client.publishedFor(id).some(isIdle), 500).catch(() => false)) return client;
    }
  }

  /** Sends a request and returns its id. */
  send(channel: 'shell' | 'control' | 'stdin', type: string, content: object, options: RequestOptions = {}): string {
    const header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: 'test',
      username: 'test',
      date: '2020-01-01T00:00:00Z',
      version: '5.3',
    };
    const parts = [header, {}, options.metadata ?? {}, content].map(part => JSON.stringify(part));
    const hmac = createHmac('sha256', options.key ?? KEY);
    for (const part of parts) hmac.update(part);
    const socket = { shell: this.#shell, control: this.#control, stdin: this.#stdin }[channel];
    const frames = [
      '<IDS|MSG>',
      hmac.digest('hex'),
      ...parts,
      ...(options.buffers ?? []).map(bytes => Buffer.from(bytes)),
    ];
    this.#sent = this.#sent.then(() => socket.send(frames)); // zeromq accepts one send at a time
    return header.msg_id;
  }

  /** Sends a request and waits for the reply and the idle status. */
  async ask(type: string, content: object, channel: 'shell' | 'control' = 'shell'): Promise<Exchange> {
    return this.finish(this.send(channel, type, content));
  }

  /** Executes a cell. */
  async execute(code: string, options: object = {}): Promise<Exchange> {
    return this.finish(this.sendCell(code, options));
  }

  /** Sends a cell without waiting for it. */
  sendCell(code: string, options: object = {}): string {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    return this.send('shell', 'execute_request', { ...content, stop_on_error: true, ...options });
  }

  /** Waits for the reply to a request and the idle status. */
  async finish(id: string): Promise<Exchange> {
    await this.until(() => this.reply(id) !== undefined && this.publishedFor(id).some(isIdle));
    return { reply: this.reply(id)!, published: this.publishedFor(id) };
  }

  /** The reply to a request, if received. */
  reply(id: string): Received | undefined {
    return this.#replies.find(message => message.parentId === id);
  }

  /** Input requests sent by a cell so far. */
  askedFor(id: string): Received[] {
    return this.#asked.filter(message => message.parentId === id);
  }

  /** Messages published for a request so far. */
  publishedFor(id: string): Received[] {
    return this.#published.filter(message => message.parentId === id);
  }

  /** Waits until `condition` holds. The time limit guards against a kernel that hangs. */
  async until(condition: () => boolean, milliseconds = timeLimit(60)): Promise<true> {
    const end = performance.now() + milliseconds;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`nothing came within ${milliseconds} ms`);
      await new Promise<void>(resolve => {
        this.#wake.push(resolve);
        setTimeout(resolve, 50);
      });
    }
    return true;
  }

  /** Stops reading published messages until {@link resumeReading}. */
  pauseReading(): void {
    this.#reading = new Promise(resolve => {
      this.#resume = resolve;
    });
  }

  /** Resumes reading. */
  resumeReading(): void {
    this.#resume();
  }

  /** Memory of a process [bytes], by default the kernel's own; NaN if the system does not report it. */
  memory(pid: number | undefined = this.process.pid): number {
    try {
      return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
    } catch {
      return Number.NaN;
    }
  }

  /** Sends bytes over the heartbeat socket and returns the response. */
  async beat(text: string): Promise<string> {
    await this.#heartbeat.send(text);
    return String((await this.#heartbeat.receive())[0]);
  }

  /** Kills the kernel and deletes its files. */
  async close(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise(resolve => this.process.once('exit', resolve));
      this.process.kill('SIGKILL');
      await ended;
    }
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub, this.#heartbeat]) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #listen(socket: Dealer | Subscriber, into: Received[]): Promise<void> {
    for await (const frames of socket) {
      const at = frames.findIndex(frame => frame.toString() === '<IDS|MSG>');
      const parts = frames.slice(at + 2, at + 6).map(frame => JSON.parse(frame.toString()));
      const [header, parent, metadata, content] = parts;
      const buffers = frames.slice(at + 6).map(frame => new Uint8Array(frame));
      into.push({ type: header.msg_type, parentId: parent.msg_id ?? '', content, metadata, buffers });
      for (const wake of this.#wake.splice(0)) wake();
      if (socket === this.#iopub) await this.#reading;
    }
  }
}

/** Whether a published message reports the idle status. */
export function isIdle({ type, content }: Received): boolean {
  return type === 'status' && content['execution_state'] === 'idle';
}

/** All printed text. */
export function printed(published: readonly Received[], name = 'stdout'): string {
  return published
    .filter(message => message.type === 'stream' && message.content['name'] === name)
    .map(message => String(message.content['text']))
    .join('');
}

/** Free ports. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>(resolve => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map(server => (server.address() as { port: number }).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
