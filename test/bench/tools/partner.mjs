/** A process that runs the cases named on its stdin and replies with a line of JSON: `{ seconds, cpu }`. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts the process, with numpy limited to one thread. The returned function runs a case. */
export function partner(program, args) {
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', NUMEXPR_NUM_THREADS: '1' };
  const child = spawn(program, args.map(String), {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...threads },
  });
  const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async name => {
    child.stdin.write(`${name}\n`);
    const { value, done } = await replies.next();
    if (done) throw new Error(`${args[0]} ended before its reply to '${name}'`);
    return JSON.parse(value);
  };
  return Object.assign(ask, { end: () => child.stdin.end() });
}
