/**
 * The executor together with the processes that its cells start: they end as one.
 *
 * On POSIX systems the executor leads a process group of its own, which its children and theirs belong to. Windows has no
 * such groups; there the tree of processes is ended.
 *
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

const IS_WINDOWS = process.platform === 'win32';

/** Options with which the executor is started. On Windows a detached process would open a window. */
export const GROUP_OPTIONS: { readonly detached: boolean } = { detached: !IS_WINDOWS };

/** Waits until nobody holds the other end of its input any more, then ends the group `$0`. */
const GUARD = 'read -r _; kill -s KILL -- "-$0"';

/** Ends a process that was started with {@link GROUP_OPTIONS} and all that belongs to it, now. */
export function endGroup(leader: ChildProcess): void {
  if (leader.pid === undefined) return;
  if (IS_WINDOWS) endTree(leader);
  else endMembers(leader.pid);
}

/**
 * Makes sure that the group does not outlive this process, even if this process is killed: the end of the pipe to the
 * guard tells it so. The guard has a group of its own, so that it is not killed with ours.
 *
 * Gives back how to end the guard, and the group with it.
 */
export function guardGroup(leader: ChildProcess): () => void {
  if (IS_WINDOWS || leader.pid === undefined) return () => {}; // Windows ends the children of a process with it
  const guard = spawn('/bin/sh', ['-c', GUARD, String(leader.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env: {},
    detached: true,
  });
  guard.on('error', () => {}); // there is no shell: a busy cell may then outlive this process
  guard.stdin.on('error', () => {}); // somebody else has ended the guard
  guard.unref();
  return () => guard.stdin.destroy();
}

function endMembers(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // it has no members left
  }
}

/** The leader must still be running: its children are found through it. */
function endTree(leader: ChildProcess): void {
  if (leader.exitCode === null && leader.signalCode === null)
    spawnSync('taskkill', ['/pid', String(leader.pid), '/t', '/f'], { windowsHide: true });
  leader.kill('SIGKILL');
}
