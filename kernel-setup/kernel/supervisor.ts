/**
 * The kernel that Jupyter talks to: answers every message, whatever the cells are doing.
 *
 * It runs no code of the user's. Shell requests are served one after the other by the executor
 * process; control requests (stop, shut down) at once.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { ErrorContent, OutputMessage } from '../messages.js';
import { toUnits } from './code-points.js';
import type { Connection } from './connection.js';
import { ExecutorChild, ExecutorEnded } from './executor-child.js';
import { kernelInfo } from './kernel-info.js';
import { completeReply, inspectReply, isCompleteReply } from './language-replies.js';
import { type RequestChannel, Sockets } from './sockets.js';
import { endedError, replacedError, unexpectedError } from './supervisor-errors.js';
import type { IncomingMessage, MessageHeader } from './wire-message.js';

/** A cell that does not stop within this time is ended with its process [ms]. */
const INTERRUPT_PATIENCE = 1000;
/** Requests sent together may arrive a little apart [ms]: so long an error waits for those that it aborts. */
const ABORT_WINDOW = 20;

type Reply = Record<string, unknown>;

/** A shell request that waits for its turn. */
interface Queued {
  readonly message: IncomingMessage;
  /** Whether an earlier cell's error has cancelled it. */
  isAborted: boolean;
}

/** One kernel, from its start to its shutdown. */
export class Supervisor {
  readonly #sockets: Sockets;
  readonly #executor: ExecutorChild;
  readonly #session = randomUUID();
  readonly #onShutdown: () => void;
  /** Cells whose outputs may still come, by the number of their call. */
  readonly #parents = new Map<number, MessageHeader>();
  #queue: Queued[] = [];
  #isServing = false;
  #executionCount = 0;
  #lastExecuted: MessageHeader | null = null;
  #interruptTimer: NodeJS.Timeout | null = null;
  #isExecuting = false;

  /** @param onShutdown called when Jupyter has asked the kernel to end and has its answer */
  constructor(connection: Connection, onShutdown: () => void) {
    this.#onShutdown = onShutdown;
    this.#sockets = new Sockets(connection);
    this.#executor = new ExecutorChild({
      onOutput: (message, id) => this.#onOutput(message, id),
      onPrinted: (name, text) => this.#publish('stream', { name, text }, this.#lastExecuted),
    });
  }

  /** Starts the executor and opens the sockets. */
  async start(): Promise<void> {
    this.#executor.start();
    await this.#sockets.open((message, channel) => this.#receive(message, channel));
    this.#publishState('starting', null);
  }

  /** Ends the executor and closes the sockets. */
  async close(): Promise<void> {
    this.#executor.close();
    await this.#sockets.close();
  }

  #receive(message: IncomingMessage, channel: RequestChannel): void {
    if (channel === 'control') {
      void this.#serve(message, 'control');
      return;
    }
    this.#queue.push({ message, isAborted: false });
    if (!this.#isServing) void this.#serveQueue();
  }

  async #serveQueue(): Promise<void> {
    this.#isServing = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      if (next.isAborted) this.#abort(next.message);
      else await this.#serve(next.message, 'shell');
    }
    this.#isServing = false;
  }

  async #serve(message: IncomingMessage, channel: RequestChannel): Promise<void> {
    const { header } = message;
    this.#publishState('busy', header);
    try {
      const reply = await this.#answer(message);
      if (reply) this.#reply(message, channel, reply);
    } catch (error) {
      this.#reply(message, channel, { status: 'error', ...unexpectedError(error) });
    }
    this.#publishState('idle', header);
    if (header.msg_type === 'shutdown_request') this.#onShutdown();
  }

  /** The reply to a request; null where the protocol has none. */
  async #answer({ header, content }: IncomingMessage): Promise<Reply | null> {
    const code = String(content['code'] ?? '');
    const position = toUnits(code, Number(content['cursor_pos'] ?? code.length));
    switch (header.msg_type) {
      case 'kernel_info_request':
        return kernelInfo();
      case 'execute_request':
        return this.#execute(code, content, header);
      case 'complete_request':
        return completeReply(code, await this.#executor.ask('complete', { code, position }));
      case 'inspect_request':
        return inspectReply(await this.#executor.ask('inspect', { code, position }));
      case 'is_complete_request':
        return isCompleteReply(await this.#executor.ask('completeness', { code }));
      case 'history_request':
        return { status: 'ok', history: [] };
      case 'comm_info_request':
        return { status: 'ok', comms: {} };
      case 'comm_open': // no target is known here: the protocol's answer is to close it
        this.#publish('comm_close', { comm_id: content['comm_id'], data: {} }, header);
        return null;
      case 'interrupt_request':
        this.#interrupt();
        return { status: 'ok' };
      case 'shutdown_request':
        return { status: 'ok', restart: content['restart'] === true };
      default:
        return null;
    }
  }

  async #execute(code: string, content: Readonly<Record<string, unknown>>, header: MessageHeader): Promise<Reply> {
    const isSilent = content['silent'] === true;
    if (!isSilent && content['store_history'] !== false) this.#executionCount++;
    const execution_count = this.#executionCount;
    if (!isSilent) this.#publish('execute_input', { code, execution_count }, header);
    this.#lastExecuted = header;
    this.#isExecuting = true;
    let callId = 0;
    const onStart = (id: number): void => {
      callId = id;
      this.#forgetOldParents();
      this.#parents.set(id, header);
    };
    try {
      const result = await this.#executor.ask('execute', { code, count: execution_count }, onStart);
      if (result.status === 'ok') return { status: 'ok', execution_count, user_expressions: {}, payload: [] };
      return await this.#failed(result, execution_count, content);
    } catch (error) {
      this.#parents.delete(callId);
      const described = error instanceof ExecutorEnded ? describeEnd(error) : unexpectedError(error);
      this.#publish('error', described, header);
      return await this.#failed(described, execution_count, content);
    } finally {
      this.#isExecuting = false;
      this.#stopWaiting();
    }
  }

  /** The reply to a cell that failed; those that wait behind it are aborted, unless it was asked not to. */
  async #failed(
    { ename, evalue, traceback }: ErrorContent,
    execution_count: number,
    content: Readonly<Record<string, unknown>>,
  ): Promise<Reply> {
    if (content['stop_on_error'] !== false) {
      await new Promise(resolve => setTimeout(resolve, ABORT_WINDOW));
      for (const queued of this.#queue)
        if (queued.message.header.msg_type === 'execute_request') queued.isAborted = true;
    }
    return { status: 'error', execution_count, ename, evalue, traceback };
  }

  #abort(message: IncomingMessage): void {
    this.#publishState('busy', message.header);
    this.#reply(message, 'shell', { status: 'aborted', execution_count: this.#executionCount });
    this.#publishState('idle', message.header);
  }

  /** Asks the running cell to stop and, if it does not, puts a fresh process in its place. */
  #interrupt(): void {
    if (!this.#isExecuting) return;
    this.#executor.interrupt();
    this.#interruptTimer ??= setTimeout(() => this.#executor.replace(), INTERRUPT_PATIENCE);
  }

  #stopWaiting(): void {
    if (this.#interruptTimer) clearTimeout(this.#interruptTimer);
    this.#interruptTimer = null;
  }

  #onOutput(message: OutputMessage, id: number): void {
    this.#publish(message.type, message.content, this.#parents.get(id) ?? this.#lastExecuted);
  }

  /** Outputs of callbacks belong to the cell that set them; of so many cells we remember which. */
  #forgetOldParents(): void {
    for (const id of this.#parents.keys()) {
      if (this.#parents.size < 100) return;
      this.#parents.delete(id);
    }
  }

  #reply(message: IncomingMessage, channel: RequestChannel, content: Reply): void {
    const type = message.header.msg_type.replace(/_request$/, '_reply');
    const { identities, header: parent } = message;
    this.#sockets.send(channel, { identities, type, parent, content, session: this.#session });
  }

  #publish(type: string, content: unknown, parent: MessageHeader | null): void {
    this.#sockets.send('iopub', { identities: [type], type, parent, content, session: this.#session });
  }

  #publishState(execution_state: 'starting' | 'busy' | 'idle', parent: MessageHeader | null): void {
    this.#publish('status', { execution_state }, parent);
  }
}

function describeEnd({ how, wasReplaced }: ExecutorEnded): ErrorContent {
  return wasReplaced ? replacedError() : endedError(how);
}
