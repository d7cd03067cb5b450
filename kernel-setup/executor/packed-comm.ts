/**
 * Messages of comms on the pipes between supervisor and executor, which carry JSON: their bytes go as base64.
 *
 * @module
 */
import type { CommMessage } from '../messages.js';

/** A message whose buffers are text. */
export interface PackedComm {
  readonly message: CommMessage;
  /** The buffers as base64. */
  readonly buffers: readonly string[];
}

/** The message as JSON can carry it. */
export function packComm({ buffers = [], ...message }: CommMessage): PackedComm {
  return {
    message: message as CommMessage,
    buffers: buffers.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    ),
  };
}

/** The message that was packed; each of its buffers has memory of its own, so that it can be seen as any typed array. */
export function unpackComm({ message, buffers }: PackedComm): CommMessage {
  return { ...message, buffers: buffers.map(text => new Uint8Array(Buffer.from(text, 'base64'))) };
}
