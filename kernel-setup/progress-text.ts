/**
 * One line on a running step: how many are done, how fast, how long it will still take.
 *
 * @module
 */

/** One report of a long step; the library's type of the same name. */
export interface ProgressReport {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

/** Follows one step from its first report on. */
export class StepMeter {
  readonly #clock: () => number;
  #first: { readonly done: number; readonly time: number } | null = null;

  /** @param clock returns the time [ms]; for tests */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /**
   * The line for a report: `measure 12 of 48, 4.2 per s, 8.6 s left`.
   *
   * The rate is that since the first report. The line of a finished step has neither rate nor time, so
   * that the same notebook run twice gives the same outputs.
   */
  line({ step, done, total }: ProgressReport): string {
    const count = `${step} ${done} of ${total}`;
    this.#first ??= { done, time: this.#clock() };
    const seconds = (this.#clock() - this.#first.time) / 1000;
    const rate = (done - this.#first.done) / seconds;
    if (done >= total || !(rate > 0) || !Number.isFinite(rate)) return count;
    return `${count}, ${rateText(rate)}, ${durationText((total - done) / rate)} left`;
  }
}

function rateText(perSecond: number): string {
  if (perSecond >= 10) return `${perSecond.toFixed(0)} per s`;
  if (perSecond >= 1) return `${perSecond.toFixed(1)} per s`;
  const perMinute = perSecond * 60;
  return perMinute >= 1
    ? `${perMinute.toFixed(perMinute < 10 ? 1 : 0)} per min`
    : `${(perMinute * 60).toFixed(1)} per h`;
}

/** A short duration: `8.6 s`, `45 s`, `12 min`, `3.2 h`. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${seconds.toFixed(0)} s`;
  return seconds < 5970 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
