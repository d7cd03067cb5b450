/**
 * The little of ZeroMQ's protocol (ZMTP 3.0, NULL mechanism) that a kernel which runs nothing needs.
 *
 * This file is copied into the kernelspec's folder and must work alone: it imports nothing but `node:`.
 *
 * @see https://rfc.zeromq.org/spec/23/
 * @module
 */
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';

/** One message: its frames. */
export type Frames = readonly Buffer[];

/** Kinds of sockets that a kernel has. */
export type SocketType = 'ROUTER' | 'PUB' | 'REP';

const MORE = 1;
const LONG = 2;
const COMMAND = 4;
const GREETING_LENGTH = 64;

/** A listening socket; each connection gets its answers on itself, so that no identities are needed. */
export class SmallSocket {
  readonly #server: Server;
  readonly #peers = new Set<Socket>();

  constructor(type: SocketType, onMessage: (frames: Frames, answer: (frames: Frames) => void) => void) {
    this.#server = createServer(peer => {
      peer.on('error', () => {}); // 'close' follows
      peer.on('close', () => this.#peers.delete(peer));
      peer.write(greeting());
      const onReady = (): void => {
        peer.write(readyCommand(type));
        this.#peers.add(peer);
      };
      const reader = new FrameReader(onReady, frames => onMessage(frames, answer => peer.write(encodeFrames(answer))));
      peer.on('data', data => reader.push(data));
    });
  }

  /** Resolves once the socket listens. */
  listen(options: ListenOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(options, resolve);
    });
  }

  /** Sends to all who are connected. */
  publish(frames: Frames): void {
    const bytes = encodeFrames(frames);
    for (const peer of this.#peers) peer.write(bytes);
  }
}

/** Cuts what comes over a connection into messages. */
class FrameReader {
  readonly #onReady: () => void;
  readonly #onMessage: (frames: Frames) => void;
  #buffer: Buffer = Buffer.alloc(0);
  #isGreeted = false;
  #frames: Buffer[] = [];

  constructor(onReady: () => void, onMessage: (frames: Frames) => void) {
    this.#onReady = onReady;
    this.#onMessage = onMessage;
  }

  push(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    if (!this.#isGreeted) {
      if (this.#buffer.length < GREETING_LENGTH) return;
      this.#buffer = this.#buffer.subarray(GREETING_LENGTH);
      this.#isGreeted = true;
      this.#onReady();
    }
    while (this.#readFrame());
  }

  /** Whether there was a whole frame. */
  #readFrame(): boolean {
    const buffer = this.#buffer;
    const flags = buffer[0] ?? 0;
    const head = flags & LONG ? 9 : 2;
    if (buffer.length < head) return false;
    const length = flags & LONG ? Number(buffer.readBigUInt64BE(1)) : buffer.readUInt8(1);
    if (buffer.length < head + length) return false;
    this.#buffer = buffer.subarray(head + length);
    if (flags & COMMAND) return true; // READY, SUBSCRIBE: nothing depends on them
    this.#frames.push(buffer.subarray(head, head + length));
    if (!(flags & MORE)) {
      const frames = this.#frames;
      this.#frames = [];
      this.#onMessage(frames);
    }
    return true;
  }
}

/** Signature, version 3.0, mechanism NULL. */
function greeting(): Buffer {
  const bytes = Buffer.alloc(GREETING_LENGTH);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.write('NULL', 12, 'latin1');
  return bytes;
}

function readyCommand(type: SocketType): Buffer {
  const property = (name: string, value: string): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(value.length);
    return Buffer.concat([Buffer.from([name.length]), Buffer.from(name, 'latin1'), size, Buffer.from(value, 'latin1')]);
  };
  const body = Buffer.concat([
    Buffer.from('\x05READY', 'latin1'),
    property('Socket-Type', type),
    property('Identity', ''),
  ]);
  return Buffer.concat([Buffer.from([COMMAND, body.length]), body]);
}

function encodeFrames(frames: Frames): Buffer {
  return Buffer.concat(
    frames.flatMap((frame, index) => {
      const head = Buffer.alloc(9);
      head[0] = LONG | (index < frames.length - 1 ? MORE : 0);
      head.writeBigUInt64BE(BigInt(frame.length), 1);
      return [head, frame];
    }),
  );
}
