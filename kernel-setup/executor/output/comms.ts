/**
 * Comms: channels between objects in the cells and their counterparts in the front end.
 *
 * Either side opens a comm by the name of a target that the other side knows. Cells use the globals
 * `Comm` and `registerCommTarget`; a library, which cannot know whether it runs in this kernel, finds the
 * same under `Symbol.for('skyframe.comms')`:
 *
 * ```ts
 * const comms = Reflect.get(globalThis, Symbol.for('skyframe.comms'));
 * const comm = comms?.open('skyframe.viewer', { stars: 12 }); // comms is undefined elsewhere
 * comm?.onMessage((data: unknown) => console.log(data));
 * comm?.send({ zoom: 2 });
 * comms?.registerTarget('skyframe.choice', (comm, data) => { ... }); // opened by the front end
 * ```
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { CommMessage } from '../../messages.js';
import { setGlobal } from './displays.js';

const COMMS = Symbol.for('skyframe.comms');

/** Receives what the front end says. */
type CommListener = (data: unknown) => void;

/** Is given each comm that the front end opens, and what it says with that. */
type CommTargetHandler = (comm: Comm, data: unknown) => void;

/** One open channel. */
class Comm {
  /** The name under which both sides know it. */
  readonly id: string;
  readonly target: string;
  readonly #send: (message: CommMessage) => void;
  readonly #onMessage: CommListener[] = [];
  readonly #onClose: CommListener[] = [];
  #isOpen = true;

  /** @internal use {@link Comms.open} */
  constructor(id: string, target: string, send: (message: CommMessage) => void) {
    this.id = id;
    this.target = target;
    this.#send = send;
  }

  /** Whether neither side has closed it. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Says something to the other side.
   *
   * @throws Error if the comm is closed, TypeError if JSON cannot carry the data
   */
  send(data: unknown): void {
    if (!this.#isOpen) throw new Error(`the comm to ${this.target} is closed; open another one`);
    this.#send({ type: 'comm_msg', content: { comm_id: this.id, data: jsonData(data) } });
  }

  /** Calls `listener` with each later message of the other side. */
  onMessage(listener: CommListener): this {
    this.#onMessage.push(listener);
    return this;
  }

  /** Calls `listener` when the other side closes the comm. */
  onClose(listener: CommListener): this {
    this.#onClose.push(listener);
    return this;
  }

  /** Ends it; a second call does nothing. */
  close(data: unknown = {}): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#send({ type: 'comm_close', content: { comm_id: this.id, data: jsonData(data) } });
  }

  /** @internal what the other side said */
  receive({ type, content }: CommMessage): void {
    if (type === 'comm_close') this.#isOpen = false;
    for (const listener of type === 'comm_close' ? this.#onClose : this.#onMessage) listener(content.data);
  }
}

/** All comms of one executor. */
export class Comms {
  readonly #publish: (message: CommMessage) => void;
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, CommTargetHandler>();

  /** @param publish sends to the front end; without one nobody answers, which is not an error */
  constructor(publish: (message: CommMessage) => void = () => {}) {
    this.#publish = publish;
  }

  /** Puts the functions on `globalThis`; returns a function that removes them. */
  install(): () => void {
    const open = (target: string, data?: unknown): Comm => this.open(target, data);
    /** What the cells call with `new`. */
    function CommOfCell(target: string, data?: unknown): Comm {
      return open(target, data);
    }
    Object.defineProperty(CommOfCell, 'name', { value: 'Comm' });
    const register = (name: string, handler: CommTargetHandler): void => this.registerTarget(name, handler);
    const restore = [
      setGlobal('Comm', CommOfCell),
      setGlobal('registerCommTarget', register),
      setGlobal(COMMS, { open, registerTarget: register }),
    ];
    return () => {
      for (const remove of restore) remove();
    };
  }

  /** Opens a comm to a target that the front end knows; if it knows none, it closes the comm at once. */
  open(target: string, data: unknown = {}): Comm {
    if (typeof target !== 'string' || target === '')
      throw new TypeError(`a comm needs the name of its target; got ${String(target)}`);
    const comm = this.#add(randomBytes(16).toString('hex'), target);
    this.#send({ type: 'comm_open', content: { comm_id: comm.id, target_name: target, data: jsonData(data) } });
    return comm;
  }

  /** Names a target that the front end may open; a second handler of the same name takes the first one's place. */
  registerTarget(name: string, handler: CommTargetHandler): void {
    this.#targets.set(name, handler);
  }

  /** Takes a message of the front end. Errors are the handlers' own; a comm that nobody knows is closed. */
  receive(message: CommMessage): void {
    const { comm_id } = message.content;
    if (message.type === 'comm_open') {
      this.#accept(comm_id, message.content.target_name, message.content.data);
      return;
    }
    const comm = this.#open.get(comm_id);
    if (message.type === 'comm_close') this.#open.delete(comm_id);
    if (comm) comm.receive(message);
    else if (message.type === 'comm_msg') this.#publish({ type: 'comm_close', content: { comm_id, data: {} } });
  }

  #accept(id: string, target: string, data: unknown): void {
    const handler = this.#targets.get(target);
    const comm = this.#add(id, target);
    try {
      if (!handler) throw new Error(`the front end opened a comm to ${target}, which no cell has registered`);
      handler(comm, data);
    } catch (error) {
      comm.close();
      throw error;
    }
  }

  #add(id: string, target: string): Comm {
    const comm = new Comm(id, target, message => this.#send(message));
    this.#open.set(id, comm);
    return comm;
  }

  #send(message: CommMessage): void {
    if (message.type === 'comm_close') this.#open.delete(message.content.comm_id);
    this.#publish(message);
  }
}

/**
 * A copy that JSON can carry: typed arrays become lists of numbers.
 *
 * @throws TypeError if there is no such form: a cycle, a bigint
 */
function jsonData(data: unknown): unknown {
  const text = JSON.stringify(data ?? {}, (_key, value: unknown) =>
    ArrayBuffer.isView(value) && !(value instanceof DataView)
      ? Array.from(value as unknown as ArrayLike<unknown>)
      : value,
  );
  return JSON.parse(text) as unknown;
}
