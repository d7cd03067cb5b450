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
 * comm?.send({ shape: [2] }, { metadata: { version: 1 }, buffers: [new Float32Array([1, 2])] });
 * comms?.registerTarget('skyframe.choice', (comm, data) => { ... }); // opened by the front end
 * ```
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 * @module
 */
import { randomBytes } from 'node:crypto';
import { types } from 'node:util';
import type { CommExtras, CommMessage } from '../../messages.js';
import { setGlobal } from './displays.js';

const COMMS = Symbol.for('skyframe.comms');

/** What a message carries beside its data; a received one has both. */
interface CommParcel {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** Metadata and bytes to send. */
interface CommAttachments {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** Receives what the front end says. */
type CommListener = (data: unknown, parcel: CommParcel) => void;

/** Is given each comm that the front end opens, and what it says with that. */
type CommTargetHandler = (comm: Comm, data: unknown, parcel: CommParcel) => void;

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
   * @throws Error if the comm is closed, TypeError if JSON cannot carry the data or a buffer has no bytes
   */
  send(data: unknown, attachments?: CommAttachments): void {
    if (!this.#isOpen) throw new Error(`the comm to ${this.target} is closed; open another one`);
    const content = { comm_id: this.id, data: jsonData(data) };
    this.#send({ type: 'comm_msg', content, ...extrasOf(attachments) });
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
  close(data: unknown = {}, attachments?: CommAttachments): void {
    if (!this.#isOpen) return;
    const content = { comm_id: this.id, data: jsonData(data) };
    const extras = extrasOf(attachments);
    this.#isOpen = false;
    this.#send({ type: 'comm_close', content, ...extras });
  }

  /** @internal what the other side said */
  receive(message: CommMessage): void {
    const isEnd = message.type === 'comm_close';
    if (isEnd) this.#isOpen = false;
    for (const listener of isEnd ? this.#onClose : this.#onMessage) listener(message.content.data, parcelOf(message));
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
    const open = (target: string, data?: unknown, attachments?: CommAttachments): Comm =>
      this.open(target, data, attachments);
    /** What the cells call with `new`. */
    function CommOfCell(target: string, data?: unknown, attachments?: CommAttachments): Comm {
      return open(target, data, attachments);
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
  open(target: string, data: unknown = {}, attachments?: CommAttachments): Comm {
    if (typeof target !== 'string' || target === '')
      throw new TypeError(`a comm needs the name of its target; got ${String(target)}`);
    const said = { target_name: target, data: jsonData(data) };
    const extras = extrasOf(attachments);
    const comm = this.#add(randomBytes(16).toString('hex'), target);
    this.#send({ type: 'comm_open', content: { comm_id: comm.id, ...said }, ...extras });
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
      this.#accept(comm_id, message.content.target_name, message);
      return;
    }
    const comm = this.#open.get(comm_id);
    if (message.type === 'comm_close') this.#open.delete(comm_id);
    if (comm) comm.receive(message);
    else if (message.type === 'comm_msg') this.#publish({ type: 'comm_close', content: { comm_id, data: {} } });
  }

  #accept(id: string, target: string, opening: CommMessage): void {
    const handler = this.#targets.get(target);
    const comm = this.#add(id, target);
    try {
      if (!handler) throw new Error(`the front end opened a comm to ${target}, which no cell has registered`);
      handler(comm, opening.content.data, parcelOf(opening));
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

/** What a received message carries beside its data. */
function parcelOf({ metadata = {}, buffers = [] }: CommMessage): CommParcel {
  return { metadata, buffers };
}

/**
 * Copies of what is to be sent: the cell may change its arrays before the message leaves.
 *
 * @throws TypeError if a buffer has no bytes, or JSON cannot carry the metadata
 */
function extrasOf({ metadata = {}, buffers = [] }: CommAttachments = {}): CommExtras {
  return {
    metadata: jsonData(metadata) as Record<string, unknown>,
    buffers: buffers.map(buffer => {
      if (ArrayBuffer.isView(buffer))
        return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).slice();
      if (types.isAnyArrayBuffer(buffer)) return new Uint8Array(buffer).slice();
      throw new TypeError(`buffers are ArrayBuffers or typed arrays; got ${typeof buffer}`);
    }),
  };
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
