/**
 * Execute requests: one cell at a time in the executor, its outputs published under the request's name.
 *
 * @module
 */
import type { ErrorContent, MimeBundle, OutputMessage } from '../messages.js';
import { type ExecutorChild, ExecutorEnded } from './executor-child.js';
import { History } from './history.js';
import { inspectReply } from './language-replies.js';
import { questionOf } from './question.js';
import { endedError, replacedError, unexpectedError } from './supervisor-errors.js';
import type { Outbox, Reply } from './wire/outbox.js';
import type { IncomingMessage, MessageHeader } from './wire/wire-message.js';

/**
 * A cell that does not stop within this time is ended with its process [ms]. A slow or busy machine may be given more
 * by SKYFRAME_INTERRUPT_PATIENCE.
 */
const INTERRUPT_PATIENCE = Number(process.env.SKYFRAME_INTERRUPT_PATIENCE) || 1000;
/** Calls remembered for the outputs that come after their end. */
const REMEMBERED = 100;

/** Receives the outputs of one call. */
type OutputListener = (message: OutputMessage) => void;

/** Serves execute requests. */
export class CellRequests {
  readonly history: History = new History();
  readonly #executor: ExecutorChild;
  readonly #outbox: Outbox;
  /** The receivers of the outputs of a call, by its number. */
  readonly #listeners = new Map<number, OutputListener>();
  #count = 0;
  #last: MessageHeader | null = null;
  #isRunning = false;
  #interruptTimer: NodeJS.Timeout | null = null;
  /** Settles when an interrupt between the cells has had its effect. */
  #stopped: Promise<void> = Promise.resolve();

  constructor(executor: ExecutorChild, outbox: Outbox) {
    this.#executor = executor;
    this.#outbox = outbox;
  }

  /** Number of the last cell. */
  get count(): number {
    return this.#count;
  }

  /** The request that ran last; outputs without a request are shown with it. */
  get last(): MessageHeader | null {
    return this.#last;
  }

  /** Whether a cell was asked to stop and has not yet. */
  get isStopping(): boolean {
    return this.#interruptTimer !== null;
  }

  /** Runs a cell; the reply's status says how it ended. */
  async execute({ header, content }: IncomingMessage): Promise<Reply> {
    const code = String(content['code'] ?? '');
    const isSilent = content['silent'] === true;
    const isStored = !isSilent && content['store_history'] !== false;
    if (isStored) this.history.add(++this.#count, code);
    const execution_count = this.#count;
    if (!isSilent) this.#outbox.publish('execute_input', { code, execution_count }, header);
    this.#last = header;
    this.#isRunning = true;
    try {
      await this.#stopped;
      const question = questionOf(code);
      if (question !== null) return { ...(await this.#page(question)), execution_count };
      await this.#run(code, this.#cellListener(header, { isSilent, isStored }));
      const user_expressions = await this.#evaluateAll(content['user_expressions']);
      return { status: 'ok', execution_count, user_expressions, payload: [] };
    } catch (error) {
      const described = describe(error);
      if (!(error instanceof CellFailure)) this.#outbox.publish('error', described, header);
      return { status: 'error', execution_count, ...described };
    } finally {
      this.#isRunning = false;
      if (this.#interruptTimer) clearTimeout(this.#interruptTimer);
      this.#interruptTimer = null;
    }
  }

  /** Asks the running cell to stop and, if it does not, puts a fresh process in its place. */
  interrupt(): void {
    if (this.#isRunning) {
      this.#executor.interrupt();
      this.#interruptTimer ??= setTimeout(() => this.#executor.replace(), INTERRUPT_PATIENCE);
    } else if (this.#last !== null && this.#executor.isReady) this.#stopped = this.#stopCallbacks(this.#last);
  }

  /** No cell runs, but a callback of the last one may: its timers end, and a process that does not answer is replaced. */
  async #stopCallbacks(last: MessageHeader): Promise<void> {
    const timer = setTimeout(() => this.#executor.replace(), 2 * INTERRUPT_PATIENCE); // a new process may still warm up
    this.#executor.interrupt();
    try {
      await this.#executor.ask('completeness', { code: '' });
    } catch (error) {
      this.#outbox.publish('stream', { name: 'stderr', text: `${describe(error).evalue}\n` }, last);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Publishes the outputs of a call under a request's name. */
  follow(id: number, listener: OutputListener): void {
    for (const old of this.#listeners.keys()) {
      if (this.#listeners.size < REMEMBERED) break;
      this.#listeners.delete(old);
    }
    this.#listeners.set(id, listener);
  }

  /** An output of a call; what was set in motion by a cell long ago is shown with the last one. */
  onOutput(message: OutputMessage, id: number): void {
    const listener = this.#listeners.get(id);
    if (listener) listener(message);
    else this.#outbox.publish(message.type, message.content, this.#last);
  }

  /** @throws CellFailure if the cell fails, ExecutorEnded if its process does */
  async #run(code: string, listener: OutputListener): Promise<void> {
    const result = await this.#executor.ask('execute', { code, count: this.#count }, id => this.follow(id, listener));
    if (result.status === 'error') throw new CellFailure(result);
  }

  #cellListener(
    header: MessageHeader,
    { isSilent, isStored }: { isSilent: boolean; isStored: boolean },
  ): OutputListener {
    return message => {
      if (message.type === 'execute_result') {
        if (isSilent) return;
        const { data, execution_count } = message.content;
        if (isStored) this.history.setOutput(execution_count, String(data['text/plain'] ?? ''));
      }
      this.#outbox.publish(message.type, message.content, header);
    };
  }

  /** What is known about a name, for the front end's pager. */
  async #page(name: string): Promise<Reply> {
    const known = inspectReply(await this.#executor.ask('inspect', { code: name, position: name.length }));
    const data = known['found'] ? known['data'] : { 'text/plain': `Nothing is known of ${name}.` };
    return { status: 'ok', user_expressions: {}, payload: [{ source: 'page', data, start: 0 }] };
  }

  async #evaluateAll(expressions: unknown): Promise<Record<string, Reply>> {
    const values: Record<string, Reply> = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Record<string, unknown>))
      values[name] = await this.#evaluate(String(expression));
    return values;
  }

  async #evaluate(expression: string): Promise<Reply> {
    let data: MimeBundle = { 'text/plain': 'undefined' };
    try {
      await this.#run(expression, message => {
        if (message.type === 'execute_result') data = message.content.data;
      });
      return { status: 'ok', data, metadata: {} };
    } catch (error) {
      if (error instanceof ExecutorEnded) throw error;
      return { status: 'error', ...describe(error) };
    }
  }
}

/** The cell ended with an error, which is published already. */
class CellFailure extends Error {
  readonly content: ErrorContent;

  constructor({ ename, evalue, traceback }: ErrorContent) {
    super(evalue);
    this.content = { ename, evalue, traceback };
  }
}

function describe(error: unknown): ErrorContent {
  if (error instanceof CellFailure) return error.content;
  if (error instanceof ExecutorEnded) return error.wasReplaced ? replacedError() : endedError(error.how);
  return unexpectedError(error);
}
