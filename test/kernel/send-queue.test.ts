import { describe, expect, test } from 'vitest';
import { SendQueue } from '../../kernel-setup/kernel/wire/send-queue.js';

/** A socket that, like those of zeromq, rejects overlapping sends, and whose buffer can be made full. */
class FakeSocket {
  readonly sent: string[] = [];
  noDrop = true;
  hasRoom = true;
  #isSending = false;

  async send(frames: readonly (Buffer | string)[]): Promise<void> {
    if (this.#isSending) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
    if (!this.hasRoom && this.noDrop) throw Object.assign(new Error('no room'), { code: 'EAGAIN' });
    this.#isSending = true;
    await new Promise(resolve => setImmediate(resolve));
    this.#isSending = false;
    this.sent.push(frames.join(''));
  }
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

describe('a send queue', () => {
  test('sends messages in order, one at a time', async () => {
    const socket = new FakeSocket();
    const queue = new SendQueue(socket);
    for (const number of numbers(1000)) queue.push([number]);
    await queue.drained();
    queue.push(['last']);
    await queue.drained();
    expect(socket.sent).toEqual([...numbers(1000), 'last']);
  });

  test('reports once when too much is queued, and again when there is room', async () => {
    const socket = new FakeSocket();
    const told: boolean[] = [];
    const queue = new SendQueue(socket, { limit: 100, onPressure: isFull => told.push(isFull) });
    socket.hasRoom = false;
    for (let i = 0; i < 50; i++) queue.push(['ten bytes.']);
    expect(told).toEqual([true]);
    socket.hasRoom = true;
    await queue.drained();
    expect(told).toEqual([true, false]);
    expect(socket.sent).toHaveLength(50);
  });

  test('waits for a slow client without losing messages', async () => {
    const socket = new FakeSocket();
    const queue = new SendQueue(socket);
    socket.hasRoom = false;
    for (const number of numbers(10)) queue.push([number]);
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(socket.sent).toEqual([]);
    socket.hasRoom = true;
    await queue.drained();
    expect(socket.sent).toEqual(numbers(10));
  });

  test('stops waiting for a client that does not read, so that the others are served', async () => {
    const socket = new FakeSocket();
    const queue = new SendQueue(socket, { patience: 20 });
    socket.hasRoom = false;
    queue.push(['for the others']);
    await queue.drained();
    expect(socket.noDrop).toBe(false);
    expect(socket.sent).toEqual(['for the others']);
  });

  test('does not wait when it is closed', async () => {
    const socket = new FakeSocket();
    const queue = new SendQueue(socket);
    socket.hasRoom = false;
    queue.push(['good bye']);
    await queue.close();
    expect(socket.sent).toEqual(['good bye']);
  });

  test('discards queued messages if the socket is broken', async () => {
    const told: boolean[] = [];
    const broken = { send: () => Promise.reject(new Error('closed')) };
    const queue = new SendQueue(broken, { limit: 4, onPressure: isFull => told.push(isFull) });
    queue.push(['a message']);
    queue.push(['another']);
    await queue.drained();
    expect(told).toEqual([true, false]);
  });
});
