/**
 * Jupyter messages on the wire: frames in, a checked message out, and back.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 * @module
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** Header of a message. */
export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message that came in and whose signature is right. */
export interface IncomingMessage {
  /** The way back to the sender. */
  readonly identities: readonly Buffer[];
  readonly header: MessageHeader;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
  /** Bytes that go with it; not covered by the signature, as the protocol has it. */
  readonly buffers: readonly Buffer[];
}

const DELIMITER = '<IDS|MSG>';
const PROTOCOL_VERSION = '5.3';

/**
 * Reads the frames of a message.
 *
 * @throws Error if a frame is missing, is not JSON, or the signature does not match the key
 */
export function parseMessage(frames: readonly Buffer[], key: string): IncomingMessage {
  const at = frames.findIndex(frame => frame.toString('latin1') === DELIMITER);
  if (at < 0) throw new Error('a message without its delimiter');
  const [signature, ...parts] = frames.slice(at + 1);
  if (!signature || parts.length < 4) throw new Error('a message with too few frames');
  if (key !== '' && !isEqual(signature.toString('latin1'), sign(parts.slice(0, 4), key)))
    throw new Error('a message with a wrong signature');
  const [header, , metadata, content] = parts.slice(0, 4).map(part => JSON.parse(part.toString('utf8')) as unknown);
  if (typeof (header as Partial<MessageHeader> | null)?.msg_type !== 'string')
    throw new Error('a message without a type');
  return {
    identities: frames.slice(0, at),
    header: header as MessageHeader,
    metadata: (metadata ?? {}) as Record<string, unknown>,
    content: (content ?? {}) as Record<string, unknown>,
    buffers: parts.slice(4),
  };
}

/** A message to be sent. */
export interface OutgoingMessage {
  /** The way to the receiver; the topic on the iopub channel. */
  readonly identities: readonly (Buffer | string)[];
  readonly type: string;
  /** Header of the message that this one answers, or null. */
  readonly parent: MessageHeader | null;
  readonly content: unknown;
  readonly session: string;
  /** Default: none. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Bytes that go with it, each a frame of its own. Default: none. */
  readonly buffers?: readonly Uint8Array[];
}

/** The frames of a message, signed. */
export function formatMessage(message: OutgoingMessage, key: string): (Buffer | string)[] {
  const header: MessageHeader = {
    msg_id: randomUUID(),
    msg_type: message.type,
    session: message.session,
    username: 'kernel',
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  const parts = [header, message.parent ?? {}, message.metadata ?? {}, message.content].map(part =>
    Buffer.from(JSON.stringify(part)),
  );
  const buffers = (message.buffers ?? []).map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return [...message.identities, DELIMITER, key === '' ? '' : sign(parts, key), ...parts, ...buffers];
}

function sign(parts: readonly Buffer[], key: string): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'));
}
