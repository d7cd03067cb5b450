/**
 * The open comms, as seen by the supervisor: it can list them even while the cells are busy, and
 * closes them when the process with their other ends has ended.
 *
 * @module
 */
import type { CommMessage } from '../messages.js';

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

/** The comm message in a request of the front end; what is missing is empty. */
export function readCommMessage(type: string, content: Readonly<Record<string, unknown>>): CommMessage | null {
  const { comm_id, target_name, data } = content;
  const common = { comm_id: String(comm_id ?? ''), data: data ?? {} };
  if (type === 'comm_open') return { type, content: { ...common, target_name: String(target_name ?? '') } };
  return type === 'comm_msg' || type === 'comm_close' ? { type, content: common } : null;
}
