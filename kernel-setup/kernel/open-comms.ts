/**
 * The open comms, as seen by the supervisor: it can list them even while the cells are busy, and
 * closes them when the process with their other ends has ended.
 *
 * @module
 */
import type { CommMessage } from '../messages.js';
import type { IncomingMessage } from './wire/wire-message.js';

/** Open comms by their id. */
export class OpenComms {
  readonly #targets = new Map<string, string>();

  /** Takes note of a message in either direction. */
  note(message: CommMessage): void {
    const { comm_id } = message.content;
    if (message.type === 'comm_open') this.#targets.set(comm_id, message.content.target_name);
    if (message.type === 'comm_close') this.#targets.delete(comm_id);
  }

  /** The `comms` of a comm_info_reply, all or those of one target. */
  info(target?: string): Record<string, { readonly target_name: string }> {
    const open = [...this.#targets].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(open.map(([id, target_name]) => [id, { target_name }]));
  }

  /** Forgets all comms; returns the messages that close them in the front end. */
  closeAll(): CommMessage[] {
    const ids = [...this.#targets.keys()];
    this.#targets.clear();
    return ids.map(comm_id => ({ type: 'comm_close', content: { comm_id, data: {} } }));
  }
}

/** The comm message in a message of the front end, if it is one; what is missing is empty. */
export function readCommMessage({ header, content, metadata, buffers }: IncomingMessage): CommMessage | null {
  const type = header.msg_type;
  const { comm_id, target_name, data } = content;
  const common = { comm_id: String(comm_id ?? ''), data: data ?? {} };
  const extras = { metadata, buffers };
  if (type === 'comm_open') return { type, content: { ...common, target_name: String(target_name ?? '') }, ...extras };
  return type === 'comm_msg' || type === 'comm_close' ? { type, content: common, ...extras } : null;
}
