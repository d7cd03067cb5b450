/**
 * All that the kernel says: replies to one client, and what is published to all.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { CommExtras } from '../../messages.js';
import type { RequestChannel, Sockets } from './sockets.js';
import type { IncomingMessage, MessageHeader } from './wire-message.js';

/** Content of a reply. */
export type Reply = Readonly<Record<string, unknown>>;

/** Addresses messages and sends them. */
export class Outbox {
  readonly #sockets: Pick<Sockets, 'send'>;
  readonly #session: string = randomUUID();

  constructor(sockets: Pick<Sockets, 'send'>) {
    this.#sockets = sockets;
  }

  /** Sends the reply of a request to the client that asked. */
  reply(message: IncomingMessage, channel: RequestChannel, content: Reply): void {
    const type = message.header.msg_type.replace(/_request$/, '_reply');
    const { identities, header: parent } = message;
    this.#sockets.send(channel, { identities, type, parent, content, session: this.#session });
  }

  /** Asks the client that runs a cell for a line of text. */
  ask({ identities, header: parent }: IncomingMessage, content: { prompt: string; password: boolean }): void {
    this.#sockets.send('stdin', { identities, type: 'input_request', parent, content, session: this.#session });
  }

  /** Sends a message to every client, on the iopub channel. */
  publish(type: string, content: unknown, parent: MessageHeader | null, extras: CommExtras = {}): void {
    const { metadata, buffers } = extras;
    const session = this.#session;
    this.#sockets.send('iopub', { identities: [type], type, parent, content, session, metadata, buffers });
  }

  /** Tells all clients what the kernel does. */
  publishState(execution_state: 'starting' | 'busy' | 'idle', parent: MessageHeader | null): void {
    this.publish('status', { execution_state }, parent);
  }
}
