/**
 * Looks at Node, npm, the build of this project and its zeromq.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../package-root.js';
import { findProgram } from './find-program.js';
import { type Finding, reasonOf } from './finding.js';
import { kernelProgram } from './kernelspec.js';

/** The oldest Node that will do; `engines` in package.json says the same. */
const OLDEST_NODE = [20, 19] as const;
/** A zeromq that needs longer than this to open a socket does not work [ms]. */
const PATIENCE = 15_000;

/** What was found of this project and the programs that run it. */
export function checkProject(): Finding[] {
  return [checkNode(process.versions.node, process.execPath), checkNpm(), checkBuild(), ...checkZeromq()];
}

/** Whether a version of Node will do. */
export function checkNode(version: string, path: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isNew) return { state: 'good', what: `Node ${version} (${path})` };
  const advice = `install Node ${OLDEST_NODE.join('.')} or newer from https://nodejs.org, then: npx skyframe kernel install`;
  return { state: 'problem', what: `Node ${version} (${path}) is too old`, advice };
}

function checkNpm(): Finding {
  const npm = findProgram('npm');
  if (npm === null)
    return {
      state: 'note',
      what: 'npm is not on PATH',
      advice: 'it comes with Node; without it nothing can be reinstalled',
    };
  const isWindows = process.platform === 'win32';
  const { status, stdout } = isWindows
    ? spawnSync(`"${npm}"`, ['--version'], { encoding: 'utf8', shell: true }) // npm.cmd is not an executable by itself
    : spawnSync(npm, ['--version'], { encoding: 'utf8' });
  if (status === 0) return { state: 'good', what: `npm ${stdout.trim()} (${npm})` };
  return {
    state: 'note',
    what: `npm (${npm}) does not report its version`,
    advice: 'reinstall Node; npm comes with it',
  };
}

/** A clone builds itself and keeps a mark of what it built; a package from npm comes built. */
function checkBuild(): Finding {
  const advice = `cd ${packageRoot} && npm run build`;
  if (!existsSync(kernelProgram()))
    return { state: 'problem', what: `Skyframe in ${packageRoot} is not built`, advice };
  const bootstrap = join(packageRoot, 'bin', 'bootstrap.mjs');
  const version = packageVersion();
  if (!existsSync(join(packageRoot, 'lib')))
    return { state: 'good', what: `Skyframe ${version} in ${packageRoot}, from npm` };
  const { status, stdout } = spawnSync(process.execPath, [bootstrap, '--check'], { encoding: 'utf8' });
  if (status === 0)
    return { state: 'good', what: `Skyframe ${version} in ${packageRoot}, built from the current sources` };
  return {
    state: 'note',
    what: `Skyframe ${version} in ${packageRoot}: ${stdout.trim() || 'the build is unfinished'}`,
    advice,
  };
}

/** Loads zeromq in a separate process, because a broken binary may crash it, and opens a socket. */
function checkZeromq(): Finding[] {
  const advice = `cd ${packageRoot} && npm ci`;
  let tslab: string;
  try {
    tslab = createRequire(import.meta.url).resolve('tslab/package.json');
  } catch (error) {
    return [{ state: 'problem', what: `tslab is not installed: ${reasonOf(error)}`, advice }];
  }
  const program = `
const { createRequire } = require('node:module');
const load = createRequire(${JSON.stringify(tslab)});
const { Reply, version } = load('zeromq');
const socket = new Reply();
socket.bind('tcp://127.0.0.1:*').then(() => { console.log(load('zeromq/package.json').version + ' ' + version); process.exit(0); });`;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    cwd: dirname(tslab),
    timeout: PATIENCE,
  });
  const [own, library] = stdout.trim().split(' ');
  if (status === 0) return [{ state: 'good', what: `zeromq ${own} (libzmq ${library}) opens a socket` }];
  const how = /\w*Error: .*/.exec(stderr)?.[0] ?? (signal ? `signal ${signal}` : `exit code ${status}`);
  return [{ state: 'problem', what: `zeromq does not work: ${how}`, advice }];
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}
