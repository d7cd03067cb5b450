/**
 * The question that a cell has put to the user and that waits for its answer.
 *
 * @module
 */
import type { InputQuestion } from '../executor/output/inputs.js';
import type { Outbox } from './wire/outbox.js';
import type { IncomingMessage } from './wire/wire-message.js';

/** Hands questions to the client that runs the cell, one after the other. */
export class PendingInput {
  readonly #outbox: Outbox;
  readonly #answer: (question: number, text: string | null) => void;
  #cell: IncomingMessage | null = null;
  #questions: InputQuestion[] = [];

  /** @param answer receives the text, or null where the client takes no questions */
  constructor(outbox: Outbox, answer: (question: number, text: string | null) => void) {
    this.#outbox = outbox;
    this.#answer = answer;
  }

  /** A cell begins: its client is the one to be asked. */
  beginCell(cell: IncomingMessage): void {
    this.#cell = cell;
    this.#questions = [];
  }

  /** The cell is done, and so are its questions. */
  endCell(): void {
    this.#cell = null;
    this.#questions = [];
  }

  /** Takes a question of the cell. */
  ask(question: InputQuestion): void {
    if (this.#cell === null || this.#cell.content['allow_stdin'] !== true) {
      this.#answer(question.question, null);
      return;
    }
    this.#questions.push(question);
    if (this.#questions.length === 1) this.#send();
  }

  /** Takes a message of the stdin channel. */
  receive({ header, content }: IncomingMessage): void {
    if (header.msg_type !== 'input_reply') return;
    const question = this.#questions.shift();
    if (question) this.#answer(question.question, String(content['value'] ?? ''));
    this.#send();
  }

  #send(): void {
    const [next] = this.#questions;
    if (next && this.#cell) this.#outbox.ask(this.#cell, { prompt: next.prompt, password: next.password });
  }
}
