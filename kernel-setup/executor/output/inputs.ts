/**
 * `await input('Which star?')`: asks the user, through the front end, for a line of text.
 *
 * @module
 */
import { setGlobal } from './displays.js';

/** A question on its way to the front end. */
export interface InputQuestion {
  /** Number by which the answer comes back. */
  readonly question: number;
  readonly prompt: string;
  /** Whether what is typed should not be seen. */
  readonly password: boolean;
}

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

/** The questions of one executor. */
export class Inputs {
  readonly #ask: ((question: InputQuestion) => void) | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  /** @param ask sends a question to the front end; without it every question is refused */
  constructor(ask?: (question: InputQuestion) => void) {
    this.#ask = ask;
  }

  /** Puts `input` on `globalThis`; returns a function that removes it. */
  install(): () => void {
    return setGlobal('input', (prompt?: string, options?: { password?: boolean }) => this.input(prompt, options));
  }

  /** Asks for a line of text. Rejects where nobody can answer: in a report, or under nbconvert. */
  input(prompt = '', { password = false }: { password?: boolean } = {}): Promise<string> {
    const question = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(question, { resolve, reject });
      if (this.#ask) this.#ask({ question, prompt: String(prompt), password });
      else this.answer(question, null);
    });
  }

  /** Accepts an answer; null if no user can give one. */
  answer(question: number, text: string | null): void {
    const waiting = this.#waiting.get(question);
    this.#waiting.delete(question);
    if (text === null) waiting?.reject(new Error('nobody can be asked here: this notebook runs without its reader'));
    else waiting?.resolve(text);
  }

  /** A cell begins: questions of earlier cells are dropped. */
  beginCell(): void {
    this.#waiting.clear();
  }
}
