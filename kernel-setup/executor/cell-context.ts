/**
 * Finds the cell that the running code belongs to, across awaits and callbacks.
 *
 * An interrupt ends what a cell waits for, but not the cell's own code: where a promise that it
 * awaited is fulfilled all the same, a loop would go on behind the user's back.
 *
 * @module
 */
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
// the module's timer: the global one is counted, and ended by the interrupt
import { setTimeout } from 'node:timers';

/** One run of a cell. */
interface CellRun {
  isStopped: boolean;
}

/** What a stopped cell may still do to tidy up [ms]. */
const GRACE = 60;
/** How long it must then be quiet [ms]. */
const QUIET = 140;

/** Keeps apart the runs of the cells. */
export class CellContext {
  readonly #storage = new AsyncLocalStorage<CellRun>();
  #current: CellRun = { isStopped: false };

  /** Runs a cell's code. */
  run<T>(work: () => T): T {
    this.#current = { isStopped: false };
    return this.#storage.run(this.#current, work);
  }

  /** The cell that ran last was asked to stop. */
  stop(): void {
    this.#current.isStopped = true;
  }

  /** Throws in the code of a cell that was asked to stop. */
  throwIfStopped(): void {
    if (this.#storage.getStore()?.isStopped) throw new Error('the cell was stopped');
  }

  /** Whether the cell that was asked to stop makes promises all the same: a loop goes on. */
  async goesOn(): Promise<boolean> {
    const stopped = this.#current;
    let promises = 0;
    const hook = createHook({
      init: (_id, type) => {
        if (type === 'PROMISE' && this.#storage.getStore() === stopped) promises++;
      },
    });
    hook.enable();
    await sleep(GRACE);
    promises = 0;
    await sleep(QUIET);
    hook.disable();
    return promises > 0;
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
