/**
 * The five sockets of a kernel.
 *
 * @module
 */
import { createRequire } from 'node:module';
import type { Publisher, Reply, Router } from 'zeromq';
import { addressOf, type Connection } from './connection.js';
import { SendQueue } from './send-queue.js';
import { formatMessage, type IncomingMessage, type OutgoingMessage, parseMessage } from './wire-message.js';

/** Channels on which requests come. */
export type RequestChannel = 'shell' | 'control';

/** Receives a request whose signature is right. */
export type RequestListener = (message: IncomingMessage, channel: RequestChannel) => void;

type Zeromq = typeof import('zeromq');

/** Binds, listens and sends; a message that cannot be trusted goes no further. */
export class Sockets {
  readonly #connection: Connection;
  readonly #routers: Readonly<Record<RequestChannel | 'stdin', Router>>;
  readonly #publisher: Publisher;
  readonly #heartbeat: Reply;
  readonly #queues: Readonly<Record<RequestChannel | 'iopub', SendQueue>>;
  #isOpen = false;

  constructor(connection: Connection) {
    const zeromq = loadZeromq();
    this.#connection = connection;
    this.#routers = { shell: new zeromq.Router(), control: new zeromq.Router(), stdin: new zeromq.Router() };
    for (const router of Object.values(this.#routers)) router.sendHighWaterMark = 0;
    this.#publisher = new zeromq.Publisher({ sendHighWaterMark: 0, linger: 1000 });
    this.#heartbeat = new zeromq.Reply();
    this.#queues = {
      shell: new SendQueue(this.#routers.shell),
      control: new SendQueue(this.#routers.control),
      iopub: new SendQueue(this.#publisher),
    };
  }

  /** Binds all sockets and begins to listen. */
  async open(listener: RequestListener): Promise<void> {
    const { shell_port, control_port, stdin_port, iopub_port, hb_port } = this.#connection;
    const bind = (socket: { bind(address: string): Promise<void> }, port: number): Promise<void> =>
      socket.bind(addressOf(this.#connection, port));
    await Promise.all([
      bind(this.#routers.shell, shell_port),
      bind(this.#routers.control, control_port),
      bind(this.#routers.stdin, stdin_port),
      bind(this.#publisher, iopub_port),
      bind(this.#heartbeat, hb_port),
    ]);
    this.#isOpen = true;
    void this.#echo();
    void this.#listen('shell', listener);
    void this.#listen('control', listener);
  }

  /** Sends to one client, or on `iopub` to all. */
  send(channel: RequestChannel | 'iopub', message: OutgoingMessage): void {
    this.#queues[channel].push(formatMessage(message, this.#connection.key));
  }

  /** Sends what is waiting, then closes. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#queues).map(queue => queue.drained()));
    this.#isOpen = false;
    for (const socket of [...Object.values(this.#routers), this.#publisher, this.#heartbeat]) socket.close();
  }

  async #listen(channel: RequestChannel, listener: RequestListener): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      if (!this.#isOpen) return;
      try {
        listener(parseMessage(frames, this.#connection.key), channel);
      } catch (error) {
        process.stderr.write(
          `kernel: dropped on ${channel}: ${error instanceof Error ? error.message : String(error)}\n`,
        );
      }
    }
  }

  async #echo(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }
}

/** zeromq comes with tslab, wherever npm has put it. */
function loadZeromq(): Zeromq {
  const tslabPackage = createRequire(import.meta.url).resolve('tslab/package.json');
  return createRequire(tslabPackage)('zeromq') as Zeromq;
}
