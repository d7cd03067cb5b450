/**
 * The heartbeat: echoes messages on a separate thread, so that the kernel is known to be alive
 * while it is busy.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';

const BEAT = `
const { parentPort, workerData } = require('node:worker_threads');
const { Reply } = require(workerData.zeromq);
const socket = new Reply({ linger: 0 });
async function beat() {
  try {
    await socket.bind(workerData.address);
  } catch (error) {
    parentPort.postMessage({ code: error.code, message: error.message });
    return;
  }
  parentPort.postMessage(null);
  for await (const frames of socket) await socket.send(frames);
}
parentPort.on('message', () => { socket.close(); parentPort.close(); });
beat();
`;

/** The thread that answers heartbeats while a cell keeps the main one busy. */
export class Heartbeat {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /**
   * Binds the socket and begins.
   *
   * @param zeromq path of the zeromq module
   * @throws Error with zeromq's `code` if the address cannot be had
   */
  static async start(zeromq: string, address: string): Promise<Heartbeat> {
    const worker = new Worker(BEAT, { eval: true, workerData: { zeromq, address } });
    const failure = await new Promise<{ code?: string; message: string } | null>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (failure) {
      await worker.terminate();
      throw Object.assign(new Error(failure.message), { code: failure.code });
    }
    return new Heartbeat(worker);
  }

  /** Stops the thread and waits until it has ended. */
  async close(): Promise<void> {
    const ended = new Promise(resolve => this.#worker.once('exit', resolve));
    this.#worker.postMessage('close');
    await ended;
  }
}
