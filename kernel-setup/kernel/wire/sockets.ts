/**
 * The five sockets of a kernel.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Publisher, Router } from 'zeromq';
import { addressOf, type Connection } from './connection.js';
import { Heartbeat } from './heartbeat.js';
import { SendQueue } from './send-queue.js';
import { formatMessage, type IncomingMessage, type OutgoingMessage, parseMessage } from './wire-message.js';

/** Channels on which requests come. */
export type RequestChannel = 'shell' | 'control';
/** Channels on which any message comes; on stdin, answers to questions of ours. */
export type IncomingChannel = RequestChannel | 'stdin';

/** The events of {@link Sockets}. */
interface SocketListeners {
  /** A message whose signature is right. */
  readonly onMessage: (message: IncomingMessage, channel: IncomingChannel) => void;
  /** The front end reads slower than we publish, or keeps up again. */
  readonly onPressure: (isFull: boolean) => void;
}

type Zeromq = typeof import('zeromq');

/**
 * Number of messages that a client may be behind before publishing waits for it: text comes in pieces of 64 KiB,
 * so this bounds what waits in memory.
 */
const PUBLISHED_AHEAD = 200;

const IPC = 'ipc://';

const CHANNELS = ['shell', 'control', 'stdin'] as const;

/** Binds, listens and sends; a message that cannot be trusted goes no further. */
export class Sockets {
  readonly #connection: Connection;
  readonly #listeners: SocketListeners;
  readonly #routers: Readonly<Record<IncomingChannel, Router>>;
  readonly #publisher: Publisher;
  readonly #queues: Readonly<Record<IncomingChannel | 'iopub', SendQueue>>;
  #heartbeat: Heartbeat | null = null;
  /** Where the transport is `ipc`, sockets are files. */
  readonly #files: string[] = [];
  #isOpen = false;

  constructor(connection: Connection, listeners: SocketListeners) {
    const zeromq = loadZeromq();
    this.#connection = connection;
    this.#listeners = listeners;
    const router = (): Router => new zeromq.Router({ sendHighWaterMark: 0, linger: 1000 });
    this.#routers = { shell: router(), control: router(), stdin: router() };
    this.#publisher = new zeromq.Publisher({ sendHighWaterMark: PUBLISHED_AHEAD, noDrop: true, linger: 1000 });
    const { onPressure } = listeners;
    this.#queues = {
      shell: new SendQueue(this.#routers.shell),
      control: new SendQueue(this.#routers.control),
      stdin: new SendQueue(this.#routers.stdin),
      iopub: new SendQueue(this.#publisher, { onPressure }),
    };
  }

  /**
   * Binds all sockets and begins to listen.
   *
   * @throws Error that names the socket and its address if one cannot be had; none is then left open
   */
  async open(): Promise<void> {
    const { shell_port, control_port, stdin_port, iopub_port, hb_port } = this.#connection;
    const { shell, control, stdin } = this.#routers;
    const bound = await Promise.allSettled([
      this.#bind('shell', shell_port, address => shell.bind(address)),
      this.#bind('control', control_port, address => control.bind(address)),
      this.#bind('stdin', stdin_port, address => stdin.bind(address)),
      this.#bind('iopub', iopub_port, address => this.#publisher.bind(address)),
      this.#bind('heartbeat', hb_port, async address => {
        this.#heartbeat = await Heartbeat.start(zeromqPath(), address);
      }),
    ]);
    const failed = bound.find(result => result.status === 'rejected');
    if (failed) {
      await this.close();
      throw failed.reason;
    }
    this.#isOpen = true;
    for (const channel of CHANNELS) void this.#listen(channel);
  }

  /** Sends to one client, or on `iopub` to all. */
  send(channel: IncomingChannel | 'iopub', message: OutgoingMessage): void {
    this.#queues[channel].push(formatMessage(message, this.#connection.key));
  }

  /** Sends what is waiting, then closes. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#queues).map(queue => queue.close()));
    this.#isOpen = false;
    for (const socket of [...Object.values(this.#routers), this.#publisher]) socket.close();
    await this.#heartbeat?.close();
    for (const path of this.#files) rmSync(path, { force: true });
  }

  async #bind(channel: string, port: number, bind: (address: string) => Promise<void>): Promise<void> {
    const address = addressOf(this.#connection, port);
    try {
      await bind(address);
      if (address.startsWith(IPC)) this.#files.push(address.slice(IPC.length));
    } catch (error) {
      throw new Error(bindProblem(channel, address, error), { cause: error });
    }
  }

  async #listen(channel: IncomingChannel): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      if (!this.#isOpen) return;
      try {
        this.#listeners.onMessage(parseMessage(frames, this.#connection.key), channel);
      } catch (error) {
        process.stderr.write(
          `kernel: dropped on ${channel}: ${error instanceof Error ? error.message : String(error)}\n`,
        );
      }
    }
  }
}

function bindProblem(channel: string, address: string, error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const where = `the ${channel} socket cannot listen at ${address}`;
  if (code === 'EADDRINUSE')
    return `${where}: another program does. Start the kernel again; Jupyter then picks others.`;
  if (code === 'EACCES') return `${where}: no permission to write there.`;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `${where}: there is no such folder.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENODEV') return `${where}: this machine has no such address.`;
  return `${where}: ${message ?? String(error)}`;
}

/** zeromq comes with tslab, wherever npm has put it. */
function zeromqPath(): string {
  return createRequire(createRequire(import.meta.url).resolve('tslab/package.json')).resolve('zeromq');
}

function loadZeromq(): Zeromq {
  return createRequire(import.meta.url)(zeromqPath()) as Zeromq;
}
