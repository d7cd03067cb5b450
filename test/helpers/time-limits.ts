/**
 * How long a test may take. A limit ends tests that hang; it says nothing about speed, which test/bench measures.
 *
 * Limits scale with the machine: the configuration times a fixed piece of work when vitest starts, so that a slow or
 * busy machine gets more time. `SKYFRAME_TIME_SCALE=5 npm test` sets the factor by hand.
 *
 * @module
 */

/** Environment variable with the factor, which the configuration sets for the workers. */
const VARIABLE = 'SKYFRAME_TIME_SCALE';
/** Time that {@link work} takes on an idle core of 2020 [ms]. */
const NOMINAL = 25;
/** Upper limit of the factor, however slow the machine was at that moment. */
const MAX_SCALE = 20;

/** The factor by which this machine is slower than an idle one, at least 1. */
export function timeScale(): number {
  const given = Number(process.env[VARIABLE]);
  if (given > 0) return given;
  const measured = Math.min(MAX_SCALE, Math.max(1, work() / NOMINAL));
  process.env[VARIABLE] = measured.toFixed(1);
  return measured;
}

/** A limit that is generous on an idle machine, scaled for this machine [ms]. */
export function timeLimit(seconds: number): number {
  return Math.round(1000 * seconds * timeScale());
}

/** Time that a fixed piece of arithmetic takes [ms]: longer on a slow core or on one that is shared. */
function work(): number {
  const started = performance.now();
  let sum = 0;
  for (let i = 1; i <= 5_000_000; i++) sum += Math.sqrt(i % 1000);
  if (!(sum > 0)) throw new Error('the arithmetic failed');
  return performance.now() - started;
}
