/**
 * Sends one message after the other.
 *
 * zeromq refuses a send while another one is under way, and after 512 at once most are. Whoever ignores
 * that loses messages, the one that says "idle" among them, and the front end waits forever.
 *
 * @module
 */

/** A socket that can send. */
interface SendingSocket {
  send(frames: Frames): Promise<void>;
  /** Where false, a client that does not read loses messages; where true, `send` fails with `EAGAIN`. */
  noDrop?: boolean;
}

/** A message in its parts. */
type Frames = (Buffer | string)[];

/** Settings of a {@link SendQueue}. */
interface SendQueueOptions {
  /** Called when more than {@link SendQueueOptions.limit} waits, and when there is room again. */
  readonly onPressure?: (isFull: boolean) => void;
  /** So much may wait before whoever makes the messages should stop [bytes]. Default 4 MiB. */
  readonly limit?: number;
  /** A client that reads nothing for this long loses messages from then on [ms]. Default 30 s. */
  readonly patience?: number;
}

/** A client that does not read is tried again after [ms]. */
const RETRY = 5;
/** How long an abandoned client is not waited for [ms]. */
const LENIENCE = 300_000;

/** Keeps the order and loses nothing. */
export class SendQueue {
  readonly #socket: SendingSocket;
  readonly #onPressure: (isFull: boolean) => void;
  readonly #limit: number;
  readonly #patience: number;
  #waiting: Frames[] = [];
  #bytes = 0;
  #isFull = false;
  #isClosed = false;
  #sending: Promise<void> | null = null;

  constructor(socket: SendingSocket, options: SendQueueOptions = {}) {
    this.#socket = socket;
    this.#onPressure = options.onPressure ?? (() => {});
    this.#limit = options.limit ?? 4 << 20;
    this.#patience = options.patience ?? 30_000;
  }

  /** Queues a message behind those that wait. */
  push(frames: Frames): void {
    this.#waiting.push(frames);
    this.#count(sizeOf(frames));
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when everything is handed to zeromq. */
  async drained(): Promise<void> {
    await this.#sending;
  }

  /** As {@link drained}, but waits no longer for clients that do not read. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting;
        this.#waiting = [];
        for (const frames of batch) {
          await this.#sendOne(frames);
          this.#count(-sizeOf(frames));
        }
      }
    } catch (error) {
      this.#waiting = []; // the socket is closed, or its client has ended
      this.#count(-this.#bytes);
      process.stderr.write(`kernel: a message could not be sent: ${String(error)}\n`);
    } finally {
      this.#sending = null;
    }
  }

  /** Sends when there is room, which a slow client makes us wait for. */
  async #sendOne(frames: Frames): Promise<void> {
    for (let waited = 0; ; waited += RETRY) {
      try {
        await this.#socket.send(frames);
        return;
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'EAGAIN') throw error;
      }
      if (this.#isClosed) this.#socket.noDrop = false;
      else if (waited >= this.#patience) this.#giveUpSlowClients();
      else await new Promise(resolve => setTimeout(resolve, RETRY));
    }
  }

  #giveUpSlowClients(): void {
    const socket = this.#socket;
    socket.noDrop = false;
    process.stderr.write('kernel: a client has stopped reading; it loses messages, the others do not\n');
    setTimeout(() => {
      if (!this.#isClosed) socket.noDrop = true;
    }, LENIENCE).unref();
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    const isFull = this.#isFull ? this.#bytes > this.#limit / 4 : this.#bytes > this.#limit;
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    this.#onPressure(isFull);
  }
}

function sizeOf(frames: Frames): number {
  let size = 0;
  for (const frame of frames) size += frame.length;
  return size;
}
