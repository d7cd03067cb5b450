/**
 * Makes a fresh clone ready: installs the packages and builds, each only when it is needed.
 *
 * Plain JavaScript with `node:` imports alone, because nothing else is there yet. When all is up
 * to date it only reads the sources and ends, in about a tenth of a second.
 *
 *   node bin/bootstrap.mjs [--force-build | --check]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyDeclarations } from './declarations.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...names) => join(root, ...names);
const LOCK_MARK = at('node_modules', '.skyframe-lock');
const BUILD_MARK = at('dist', '.skyframe-build');

/** Where tsc keeps the declarations of all files; those that users can reach are copied to their place in `dist/`. */
const DECLARATIONS = join('dist', '.declarations');
/** What is checked and declared, in order: the second reads the published declarations of the first. */
const PROJECTS = [
  {
    config: 'tsconfig.build.json',
    sources: 'lib',
    declarations: DECLARATIONS,
    output: 'dist',
    // what the exports of package.json name
    entries: ['index.d.ts', join('report', 'entry.d.ts'), join('notebook', 'drawing-document.d.ts')],
  },
  {
    config: join('kernel-setup', 'tsconfig.json'),
    sources: 'kernel-setup',
    declarations: join(DECLARATIONS, 'kernel-setup'),
    output: join('dist', 'kernel-setup'),
    entries: ['cell-globals.d.ts'], // the compiler reads it with every cell
  },
];
/** Makes the JavaScript of `dist/`. */
const BUNDLER = join('bin', 'bundle.mjs');

/** Prints an error message and exits, without a stack trace. */
function fail(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Skyframe needs Node 20.19 or newer; this is Node ${process.versions.node} (${process.execPath}).`,
    'Install a newer one from https://nodejs.org and run the command again.',
  );
}

const sha256 = data => createHash('sha256').update(data).digest('hex');

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

/** Writes a file whole: another process never sees half of it. */
function writeWhole(path, text) {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, text);
  renameSync(part, path);
}

// ---- packages ----

function lockHash() {
  const lock = readOr(at('package-lock.json'), null);
  if (lock === null) fail(`There is no package-lock.json in ${root}: is this a whole clone of Skyframe?`);
  return sha256(lock);
}

/** Whether all that the lockfile asks of every system is installed, by whomever. */
function packagesFitLock() {
  const installed = readOr(at('node_modules', '.package-lock.json'), null);
  if (installed === null) return false;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(installed).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional) return true;
    return present[path] !== undefined && present[path].version === entry.version;
  });
}

function packagesAreCurrent(hash) {
  if (readOr(LOCK_MARK, '').trim() === hash) return true;
  if (!packagesFitLock()) return false;
  writeWhole(LOCK_MARK, `${hash}\n`);
  return true;
}

/**
 * `npm ci`: exactly the lockfile, which stays as it is. No package of ours needs an install script.
 *
 * Some versions of npm refuse a lockfile that leaves out packages of other systems; for them,
 * `npm install --no-save` installs the same packages and does not change the lockfile either.
 */
function installPackages(hash) {
  console.log('Installing packages (npm ci), once, about a minute ...');
  let result = runNpm(['ci']);
  if (result.status !== 0 && /code EUSAGE/.test(result.stderr)) result = runNpm(['install', '--no-save']);
  if (result.error) fail(`npm could not be started (${result.error.message}): is it on PATH, next to node?`);
  if (result.status !== 0) fail(result.stderr, 'The packages could not be installed. Is the network there?');
  writeWhole(LOCK_MARK, `${hash}\n`);
}

/** Runs the npm that runs us, or else the one on PATH. */
function runNpm(words) {
  const all = [...words, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' };
  const npm = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(npm)) return spawnSync(process.execPath, [npm, ...all], options);
  return spawnSync('npm', all, { ...options, shell: process.platform === 'win32' });
}

// ---- build ----

/** Files below a folder, sorted, as paths from the root of the project. */
function filesBelow(folder, wanted) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && wanted(entry.name))
    .map(entry => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

const isSource = name => name.endsWith('.ts');

/** One hash over files, which need not be there. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readOr(at(path), ''))
      .update('\0');
  return hash.digest('hex');
}

const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', join('bin', 'declarations.mjs')];
const inputsOf = ({ config, sources }) => [config, ...filesBelow(sources, isSource)];

/** One hash over everything that determines the build output. */
const sourcesHash = () => hashOf([...SETTINGS, BUNDLER, ...PROJECTS.flatMap(inputsOf)]);

/** Checks the types and writes the declarations. */
function compile(project) {
  const compiler = at('node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) fail(`The compiler is missing (${compiler}): delete node_modules and run again.`);
  return runNode(compiler, '-p', at(project.config), '--pretty', 'false');
}

function runNode(...words) {
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status === 0;
}

/**
 * Checks a project, unless nothing that it reads has changed since it was found right, and publishes its declarations.
 *
 * @param earlier paths of the declarations that the projects before it have published
 */
function declare(project, earlier) {
  const mark = at(project.declarations, '.checked');
  const hash = hashOf([...SETTINGS, ...inputsOf(project), ...earlier]);
  const isRight = readOr(mark, '').trim() === hash || compile(project);
  const published = copyDeclarations(at(project.declarations), at(project.output), project.entries);
  if (isRight && existsSync(at(project.declarations))) writeWhole(mark, `${hash}\n`);
  return { isRight, published: published.map(path => relative(root, path)) };
}

/** Removes the declarations that an earlier build made of sources that are gone since, and those nobody reaches now. */
function prune(published) {
  const isDeclaration = name => name.endsWith('.d.ts');
  const expected = new Set(published);
  for (const { sources, declarations } of PROJECTS)
    for (const path of filesBelow(sources, isSource))
      expected.add(join(declarations, relative(sources, path)).replace(/\.ts$/, '.d.ts'));
  for (const path of filesBelow('dist', isDeclaration)) if (!expected.has(path)) unlinkSync(at(path));
}

function build(hash) {
  console.log('Building ...');
  mkdirSync(at('dist'), { recursive: true });
  const isBundled = runNode(at(BUNDLER));
  const published = [];
  let isRight = true;
  for (const project of PROJECTS) {
    const result = declare(project, [...published]);
    published.push(...result.published);
    isRight &&= result.isRight;
  }
  prune(published);
  if (!isBundled) fail('The sources could not be bundled; see the error above.');
  if (!isRight) fail('The build has type errors; see above.');
  writeWhole(BUILD_MARK, `${hash}\n`);
}

// ---- one at a time ----

const LOCK_FOLDER = join(tmpdir(), `skyframe-bootstrap-${sha256(root).slice(0, 16)}`);
const sleep = milliseconds => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether the process that holds the lock is gone; one that has not yet written its number gets five seconds. */
function lockIsStale() {
  const holder = Number(readOr(join(LOCK_FOLDER, 'pid'), '0'));
  if (holder > 0) return !isAlive(holder);
  try {
    return Date.now() - statSync(LOCK_FOLDER).mtimeMs > 5000;
  } catch {
    return false;
  }
}

/** Runs `work` while no other bootstrap of this clone runs. */
function alone(work) {
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(LOCK_FOLDER);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`The lock folder ${LOCK_FOLDER} cannot be made: ${error.message}`);
      if (lockIsStale()) rmSync(LOCK_FOLDER, { recursive: true, force: true });
      else if (waited === 0) console.log('Waiting for another bootstrap of this clone ...');
      else if (waited > 3000) fail(`Another bootstrap still runs after ten minutes; if not, delete ${LOCK_FOLDER}.`);
      sleep(200);
    }
  }
  const unlock = () => rmSync(LOCK_FOLDER, { recursive: true, force: true });
  process.once('exit', unlock);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  writeFileSync(join(LOCK_FOLDER, 'pid'), String(process.pid));
  work();
}

function buildIsCurrent(hash) {
  return readOr(BUILD_MARK, '').trim() === hash && existsSync(at('dist', 'kernel-setup'));
}

/** Says what a run would do, does nothing, and ends with 1 if there is anything to do. */
function check() {
  const packages = readOr(LOCK_MARK, '').trim() === lockHash() || packagesFitLock();
  const isBuilt = buildIsCurrent(sourcesHash());
  if (!packages) console.log('the packages are not those of package-lock.json');
  else if (!isBuilt) console.log('the sources are newer than the build');
  process.exit(packages && isBuilt ? 0 : 1);
}

function main() {
  checkNode();
  if (process.argv.includes('--check')) check();
  const forced = process.argv.includes('--force-build');
  if (!forced && packagesAreCurrent(lockHash()) && buildIsCurrent(sourcesHash())) return;
  alone(() => {
    const lock = lockHash();
    if (!packagesAreCurrent(lock)) installPackages(lock);
    if (forced) rmSync(at(DECLARATIONS), { recursive: true, force: true });
    const hash = sourcesHash();
    if (forced || !buildIsCurrent(hash)) build(hash);
  });
}

main();
