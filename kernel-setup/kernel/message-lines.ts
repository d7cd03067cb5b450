/**
 * JSON texts that come line by line out of a pipe.
 *
 * @module
 */

const NEWLINE = 0x0a;

/** Puts lines together from pieces of any size. Empty lines and halves of messages are left out. */
export class MessageLines {
  readonly #onMessage: (message: unknown) => void;
  #begun: Buffer[] = [];

  /** @param onMessage is called with the value of each line, in order */
  constructor(onMessage: (message: unknown) => void) {
    this.#onMessage = onMessage;
  }

  /** Takes the next piece. */
  push(piece: Buffer): void {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      this.#begun.push(piece.subarray(from, at));
      from = at + 1;
      const line = this.#begun.length === 1 ? this.#begun[0] : Buffer.concat(this.#begun);
      this.#begun = [];
      if (line.length > 0) this.#parse(line.toString('utf8'));
    }
    if (from < piece.length) this.#begun.push(piece.subarray(from));
  }

  #parse(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return; // its sender was interrupted
    }
    this.#onMessage(message);
  }
}
