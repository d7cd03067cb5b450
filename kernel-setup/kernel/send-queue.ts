/**
 * Sends one message after the other.
 *
 * zeromq refuses a send while another one is under way, and after 512 at once most are. Whoever ignores
 * that loses messages, the one that says "idle" among them, and the front end waits forever.
 *
 * @module
 */

/** A socket that can send. */
export interface SendingSocket {
  send(frames: (Buffer | string)[]): Promise<void>;
}

/** Keeps the order and loses nothing. */
export class SendQueue {
  readonly #socket: SendingSocket;
  readonly #waiting: (Buffer | string)[][] = [];
  #sending: Promise<void> | null = null;

  constructor(socket: SendingSocket) {
    this.#socket = socket;
  }

  /** Adds a message. */
  push(frames: (Buffer | string)[]): void {
    this.#waiting.push(frames);
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when everything is handed to zeromq. */
  async drained(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        await this.#socket.send(next);
    } catch (error) {
      this.#waiting.length = 0; // the socket is closed, or its client is gone
      process.stderr.write(`kernel: a message could not be sent: ${String(error)}\n`);
    } finally {
      this.#sending = null;
    }
  }
}
