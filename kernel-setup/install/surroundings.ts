/**
 * What the folders of Jupyter depend on: the system, its variables, the user's home.
 *
 * @module
 */
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** A machine and its user, as far as folders go. */
export interface Surroundings {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Home folder of the user. */
  readonly home: string;
}

/** Where this process runs. Systems other than macOS and Windows have Linux's folders. */
export function thisMachine(): Surroundings {
  const { platform, env } = process;
  return { platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux', env, home: homedir() };
}

/** The rules for paths there. */
export function pathsOf({ platform }: Pick<Surroundings, 'platform'>): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
