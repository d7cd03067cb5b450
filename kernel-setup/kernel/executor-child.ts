/**
 * The executor process as the supervisor sees it: requests, interrupts, end, and restart.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import {
  type ExecutorCalls,
  type ExecutorMessage,
  type ExecutorRequest,
  MESSAGE_PIPE,
} from '../executor/executor-protocol.js';
import type { InputQuestion } from '../executor/output/inputs.js';
import { unpackComm } from '../executor/packed-comm.js';
import type { CommMessage, OutputMessage } from '../messages.js';
import { builtFile } from '../package-root.js';
import { MessageLines } from './message-lines.js';
import { endGroup, GROUP_OPTIONS, guardGroup } from './process-group.js';

/** The executor process ended before it answered. */
export class ExecutorEnded extends Error {
  /** How it ended: `signal SIGKILL` or `exit code 3`. */
  readonly how: string;
  /** Whether we ended it. */
  readonly wasReplaced: boolean;

  constructor(how: string, wasReplaced: boolean) {
    super(`the executor process ended (${how})`);
    this.name = 'ExecutorEnded';
    this.how = how;
    this.wasReplaced = wasReplaced;
  }
}

/** What an executor sends without a request. */
interface ExecutorListeners {
  /** An output of the call with that number; it may come after the call's answer. */
  readonly onOutput: (message: OutputMessage, id: number) => void;
  /** What a cell says over a comm. */
  readonly onComm: (message: CommMessage) => void;
  /** What a cell asks the user. */
  readonly onInput: (question: InputQuestion) => void;
  /** What native code and child processes print. */
  readonly onPrinted: (name: 'stdout' | 'stderr', text: string) => void;
  /** The process ended, and its variables with it. */
  readonly onEnd: () => void;
}

/**
 * Node's options for the process. V8's parallel collector leaves its threads' memory behind: with it 500 cells
 * cost 110 MB of empty pages, without it 16 MB, and no measurable time.
 */
const NODE_OPTIONS = ['--disable-warning=ExperimentalWarning', '--single-threaded-gc'];

/**
 * Settings of glibc's memory (other systems pass them over). Few arenas, or it keeps for good what V8's own compiler needed
 * once. And freed arrays of up to 128 MB are kept for the next ones, 256 MB in all: fresh pages cost the system more time
 * than most verbs of a table take to fill them.
 */
const MEMORY_SETTINGS: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  GLIBC_TUNABLES: 'glibc.malloc.mmap_threshold=134217728:glibc.malloc.trim_threshold=268435456',
};

/** How long what the process and its children printed last is waited for when it has ended [ms]. */
const LAST_WORDS = 500;

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** One running process; a new one takes its place when it ends. */
interface Running {
  readonly process: ChildProcess;
  readonly pending: Map<number, Pending>;
  /** All that comes out of it. */
  readonly streams: readonly Readable[];
  isReplaced: boolean;
  /** It has begun to listen. */
  isReady: boolean;
}

/** Keeps one executor process alive. */
export class ExecutorChild {
  readonly #listeners: ExecutorListeners;
  #running: Running | null = null;
  #lastId = 0;
  #isClosed = false;

  constructor(listeners: ExecutorListeners) {
    this.#listeners = listeners;
  }

  /** Whether the process listens; a new one needs a while. */
  get isReady(): boolean {
    return this.#running?.isReady ?? false;
  }

  /** Starts the process, which takes a second; what is asked meanwhile waits for it. */
  start(): void {
    const child = fork(builtFile('executor/executor-process.js'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      execArgv: NODE_OPTIONS,
      env: { ...MEMORY_SETTINGS, ...process.env },
      ...GROUP_OPTIONS,
    });
    const endGuard = guardGroup(child);
    const messages = child.stdio[MESSAGE_PIPE] as Readable;
    const streams = [child.stdout, child.stderr, messages].filter(stream => stream !== null);
    const running: Running = { process: child, pending: new Map(), streams, isReplaced: false, isReady: false };
    this.#running = running;
    for (const name of ['stdout', 'stderr'] as const)
      child[name]?.setEncoding('utf8').on('data', (text: string) => this.#listeners.onPrinted(name, text));
    const lines = new MessageLines(message => this.#receive(running, message as ExecutorMessage));
    messages.on('data', (piece: Buffer) => lines.push(piece));
    messages.on('error', () => {}); // 'close' follows
    child.on('error', () => {}); // 'close' follows
    child.on('exit', () => {
      endGroup(child);
      endGuard();
      closeAfter(messages, [child.stdout, child.stderr]);
    });
    child.on('close', (code, signal) => this.#onClose(running, signal ? `signal ${signal}` : `exit code ${code}`));
  }

  /**
   * Asks; `id` of the call is given to `onStart` before anything comes back.
   *
   * @throws ExecutorEnded if the process ends before it answers; a new one is then on its way
   */
  ask<K extends keyof ExecutorCalls>(
    call: K,
    ask: ExecutorCalls[K]['ask'],
    onStart: (id: number) => void = () => {},
  ): Promise<ExecutorCalls[K]['answer']> {
    const running = this.#running;
    if (!running) return Promise.reject(new ExecutorEnded('it is shut down', true));
    const id = ++this.#lastId;
    onStart(id);
    return new Promise((resolve, reject) => {
      running.pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      this.#send(running, { id, call, ask } as ExecutorRequest);
    });
  }

  /** Asks the running cell to stop: SIGINT ends synchronous code too, where there are signals. */
  interrupt(): void {
    if (!this.#running) return;
    this.letSpeak(); // a process that waits to be heard could not stop
    if (process.platform === 'win32') this.#send(this.#running, { call: 'interrupt' });
    else this.#running.process.kill('SIGINT');
  }

  /** Stops reading for now: the process waits as soon as its pipe is full. */
  holdBack(): void {
    for (const stream of this.#running?.streams ?? []) stream.pause();
  }

  /** Hears the process again. */
  letSpeak(): void {
    for (const stream of this.#running?.streams ?? []) stream.resume();
  }

  /** Ends the process and those that its cells started; a new one follows. */
  replace(): void {
    if (!this.#running) return;
    this.#running.isReplaced = true;
    this.letSpeak();
    endGroup(this.#running.process);
  }

  /** Ends the process for good. */
  close(): void {
    this.#isClosed = true;
    this.replace();
  }

  #send(running: Running, request: ExecutorRequest): void {
    running.process.send(request, error => {
      if (error) endGroup(running.process); // the channel is broken: 'close' handles the rest
    });
  }

  #receive(running: Running, message: ExecutorMessage): void {
    if (message.kind === 'ready') {
      running.isReady = true;
      return;
    }
    if (message.kind === 'output') {
      this.#listeners.onOutput(message.message, message.id);
      return;
    }
    if (message.kind === 'comm') {
      this.#listeners.onComm(unpackComm(message.message));
      return;
    }
    if (message.kind === 'input') {
      this.#listeners.onInput(message.question);
      return;
    }
    const pending = running.pending.get(message.id);
    running.pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.answer as never);
    else pending?.reject(new Error(message.reason));
  }

  #onClose(running: Running, how: string): void {
    if (this.#running === running) this.#running = null;
    if (!this.#isClosed) this.start();
    this.#listeners.onEnd();
    const error = new ExecutorEnded(how, running.isReplaced);
    for (const { reject } of running.pending.values()) reject(error);
    running.pending.clear();
  }
}

/** Closes what an ended process printed to: a process that a cell detached may hold it open, and 'close' would not come. */
function closeAfter(messages: Readable, printed: readonly (Readable | null)[]): void {
  const close = (): void => printed.forEach(stream => void stream?.destroy());
  const wait = (): void => {
    setTimeout(() => setImmediate(close), LAST_WORDS).unref(); // once more: what came while this process was busy
  };
  if (messages.closed) wait();
  else messages.once('close', wait);
}
