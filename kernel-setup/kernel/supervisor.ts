/**
 * The kernel that Jupyter talks to: it answers every message, whatever the cells are doing.
 *
 * It runs no code of the user's. Shell requests are served one after the other by the executor
 * process; control requests (stop, shut down) at once.
 *
 * @module
 */
import { packComm } from '../executor/packed-comm.js';
import type { CommMessage } from '../messages.js';
import { CellRequests } from './cell-requests.js';
import { toUnits } from './code-points.js';
import { ExecutorChild } from './executor-child.js';
import { kernelInfo } from './kernel-info.js';
import { completeReply, inspectReply, isCompleteReply } from './language-replies.js';
import { OpenComms, readCommMessage } from './open-comms.js';
import { PendingInput } from './pending-input.js';
import { questionOf } from './question.js';
import { unexpectedError, unknownRequest } from './supervisor-errors.js';
import type { Connection } from './wire/connection.js';
import { Outbox, type Reply } from './wire/outbox.js';
import { type IncomingChannel, type RequestChannel, Sockets } from './wire/sockets.js';
import type { IncomingMessage, MessageHeader } from './wire/wire-message.js';

/** Requests sent together may arrive a little apart [ms]: how long an error waits for those that it aborts. */
const ABORT_WINDOW = 20;

/** A shell request that waits for its turn. */
interface Queued {
  readonly message: IncomingMessage;
  /** Whether an earlier cell's error has cancelled it. */
  isAborted: boolean;
}

/** One kernel, from its start to its shutdown. */
export class Supervisor {
  readonly #connection: Connection;
  readonly #onShutdown: () => void;
  readonly #sockets: Sockets;
  readonly #outbox: Outbox;
  readonly #executor: ExecutorChild;
  readonly #cells: CellRequests;
  readonly #input: PendingInput;
  readonly #comms = new OpenComms();
  readonly #queue: Queued[] = [];
  #isServing = false;
  /** The comm message that is being handled. */
  #commParent: MessageHeader | null = null;

  /** @param onShutdown called when Jupyter has asked the kernel to end and has its answer */
  constructor(connection: Connection, onShutdown: () => void) {
    this.#connection = connection;
    this.#onShutdown = onShutdown;
    this.#executor = new ExecutorChild({
      onOutput: (message, id) => this.#cells.onOutput(message, id),
      onComm: message => this.#sendComm(message),
      onInput: question => this.#input.ask(question),
      onPrinted: (name, text) => this.#outbox.publish('stream', { name, text }, this.#cells.last),
      onEnd: () => {
        for (const message of this.#comms.closeAll()) this.#sendComm(message);
      },
    });
    this.#executor.start(); // it loads its compiler while this process loads zeromq
    this.#sockets = new Sockets(connection, {
      onMessage: (message, channel) => this.#receive(message, channel),
      onPressure: isFull => this.#onPressure(isFull),
    });
    this.#outbox = new Outbox(this.#sockets);
    this.#input = new PendingInput(this.#outbox, (question, text) => {
      this.#executor.ask('input', { question, text }).catch(() => {}); // its process and the cell have ended
    });
    this.#cells = new CellRequests(this.#executor, this.#outbox);
  }

  /**
   * Opens the sockets; the executor was started with the kernel.
   *
   * @throws Error that names the socket that cannot be opened; nothing is then left running
   */
  async start(): Promise<void> {
    try {
      await this.#sockets.open();
    } catch (error) {
      this.#executor.close();
      throw error;
    }
    this.#outbox.publishState('starting', null);
  }

  /** Ends the executor and closes the sockets. */
  async close(): Promise<void> {
    this.#executor.close();
    await this.#sockets.close();
  }

  #receive(message: IncomingMessage, channel: IncomingChannel): void {
    if (channel === 'stdin') {
      this.#input.receive(message);
      return;
    }
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
    this.#outbox.publishState('busy', header);
    try {
      const reply = await this.#answer(message);
      if (reply) this.#outbox.reply(message, channel, reply);
    } catch (error) {
      const reply = { status: 'error', execution_count: this.#cells.count, ...unexpectedError(error) };
      if (header.msg_type.endsWith('_request')) this.#outbox.reply(message, channel, reply);
    }
    this.#outbox.publishState('idle', header);
    if (header.msg_type === 'shutdown_request') this.#onShutdown();
  }

  /** The reply to a request; null if the protocol has none. */
  async #answer(message: IncomingMessage): Promise<Reply | null> {
    const { header, content } = message;
    const code = String(content['code'] ?? '');
    const position = toUnits(code, Number(content['cursor_pos'] ?? code.length));
    switch (header.msg_type) {
      case 'kernel_info_request':
        return kernelInfo();
      case 'execute_request':
        return this.#execute(message);
      case 'complete_request':
        return completeReply(code, await this.#executor.ask('complete', { code, position }));
      case 'inspect_request':
        return inspectReply(await this.#executor.ask('inspect', { code, position }));
      case 'is_complete_request':
        if (questionOf(code) !== null) return { status: 'complete' };
        return isCompleteReply(await this.#executor.ask('completeness', { code }));
      case 'history_request':
        return { status: 'ok', history: this.#cells.history.find(content) };
      case 'comm_info_request':
        return { status: 'ok', comms: this.#comms.info(content['target_name'] as string | undefined) };
      case 'connect_request':
        return this.#ports();
      case 'interrupt_request':
        this.#cells.interrupt();
        return { status: 'ok' };
      case 'shutdown_request': {
        const reply = { status: 'ok', restart: content['restart'] === true };
        this.#outbox.publish('shutdown_reply', reply, header); // so that other clients know too
        return reply;
      }
      default:
        return this.#answerOther(message);
    }
  }

  /** Comm messages have no reply; an unknown request gets one nevertheless, or its sender would wait. */
  async #answerOther(message: IncomingMessage): Promise<Reply | null> {
    const { header } = message;
    const comm = readCommMessage(message);
    if (comm) await this.#receiveComm(comm, header);
    return header.msg_type.endsWith('_request') ? { status: 'error', ...unknownRequest(header.msg_type) } : null;
  }

  async #execute(message: IncomingMessage): Promise<Reply> {
    this.#input.beginCell(message);
    const reply = await this.#cells.execute(message);
    this.#input.endCell();
    if (reply['status'] === 'error' && message.content['stop_on_error'] !== false) {
      await new Promise(resolve => setTimeout(resolve, ABORT_WINDOW));
      for (const queued of this.#queue)
        if (queued.message.header.msg_type === 'execute_request') queued.isAborted = true;
    }
    return reply;
  }

  #abort(message: IncomingMessage): void {
    this.#outbox.publishState('busy', message.header);
    this.#outbox.reply(message, 'shell', { status: 'aborted', execution_count: this.#cells.count });
    this.#outbox.publishState('idle', message.header);
  }

  async #receiveComm(message: CommMessage, header: MessageHeader): Promise<void> {
    this.#comms.note(message);
    this.#commParent = header;
    const publish = (id: number): void =>
      this.#cells.follow(id, output => this.#outbox.publish(output.type, output.content, header));
    try {
      await this.#executor.ask('comm', { message: packComm(message) }, publish);
    } finally {
      this.#commParent = null;
    }
  }

  #sendComm(message: CommMessage): void {
    this.#comms.note(message);
    this.#outbox.publish(message.type, message.content, this.#commParent ?? this.#cells.last, message);
  }

  /** A cell that prints faster than the front end reads waits for it, unless it is asked to stop. */
  #onPressure(isFull: boolean): void {
    if (isFull && !this.#cells.isStopping) this.#executor.holdBack();
    else this.#executor.letSpeak();
  }

  #ports(): Reply {
    const { shell_port, iopub_port, stdin_port, control_port, hb_port } = this.#connection;
    return { status: 'ok', shell_port, iopub_port, stdin_port, control_port, hb_port };
  }
}
