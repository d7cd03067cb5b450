/**
 * What to do about a module that is not found: each kind of specifier needs something else.
 *
 * @module
 */
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closestNames } from '../closest-names.js';
import type { DiagnosticSite } from '../diagnostic-site.js';
import { pythonPackage } from '../foreign/python-packages.js';
import { fileAdvice, sameFileHere } from './file-advice.js';
import { installedPackages, isPackageName, packageOf } from './packages.js';

const NO_MODULE: ReadonlySet<number> = new Set([2307, 2792]);
/** Modules of Node by the version in which they came. */
const SINCE: Readonly<Record<string, string>> = { sqlite: '22.5', sea: '20.12', 'test/reporters': '19.9' };
/** Packages that the kernel brings along. */
const OWN = ['skyframe', '@observablehq/plot', 'simple-statistics', 'astronomy-engine'];

/** What to say if a compiler message is about a module that is not found, or null. */
export function importAdvice({ ts, error, file, node }: DiagnosticSite): string | null {
  if (!NO_MODULE.has(error.code) || !ts.isStringLiteralLike(node)) return null;
  return moduleAdvice(node.text, dirname(file.fileName));
}

/** The message for a specifier that is not found from a folder. */
function moduleAdvice(id: string, folder: string): string {
  if (id.trim() === '') return 'The name of the module is empty';
  const isPath = /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:[\\/]|~\/)/.test(id);
  if (isPath) return `Cannot find module '${id}' from ${folder}${fileAdvice(id, folder)}`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(id)?.[1].toLowerCase();
  return `Cannot find module '${id}'. ${scheme === undefined ? nameAdvice(id, folder) : schemeAdvice(scheme, id)}`;
}

/** Specifiers such as `npm:lodash` and addresses. */
function schemeAdvice(scheme: string, id: string): string {
  const rest = id.slice(scheme.length + 1);
  if (scheme === 'node') return nodeAdvice(rest);
  if (scheme === 'http' || scheme === 'https') return addressAdvice(rest);
  if (scheme === 'npm') return `'npm:' belongs to Deno. ${packageAdvice(rest.replace(/^\//, ''))}`;
  if (scheme === 'jsr') {
    const name = packageOf(withoutVersion(rest.replace(/^\//, '')));
    return `'jsr:' belongs to Deno. In a terminal: npx jsr add ${name}, and then: import ... from '${name}'`;
  }
  if (scheme === 'bun') return "'bun:' belongs to Bun; this kernel runs in Node";
  if (scheme === 'file') return `Write the path instead of the address: '${pathOf(id)}'`;
  if (scheme === 'data') return 'A module cannot be written into its name here: define it in a cell or in a file';
  return `'${scheme}:' means nothing in Node. A module is the name of a package, 'node:fs' and the like, or a path such as './module'`;
}

function pathOf(id: string): string {
  try {
    return fileURLToPath(id);
  } catch {
    return './module';
  }
}

function nodeAdvice(name: string): string {
  const since = SINCE[name];
  const here = `Node ${process.versions.node}`;
  if (since !== undefined) return `It came with Node ${since}; this kernel runs in ${here}`;
  const near = closestNames(name, plainBuiltins());
  const nearest = near.length > 0 ? `. Nearest: ${near.map(other => `node:${other}`).join(', ')}` : '';
  return `${here} has no such module${nearest}`;
}

function plainBuiltins(): string[] {
  return builtinModules.filter(name => !name.startsWith('_'));
}

/** Modules on the web: those of the services that pass packages of npm on have the package's name in the address. */
function addressAdvice(address: string): string {
  const path = address.replace(/^\/\/[^/]*\/?/, '').replace(/^(?:npm|gh|v\d+|pin|-)\//, '');
  const isPassedOn =
    /^\/\/(?:[\w-]+\.)*(?:esm\.sh|unpkg\.com|jsdelivr\.net|skypack\.dev|jspm\.(?:io|dev)|esm\.run)\//.test(address);
  const begin = 'Modules are not loaded from the web here';
  if (isPassedOn && isPackageName(packageOf(withoutVersion(path))))
    return `${begin}. ${packageAdvice(path.replace(/\?.*$/, ''))}`;
  return `${begin}: install the package with npm, or save the file beside the notebook and import './file'`;
}

/** Plain names. */
function nameAdvice(id: string, folder: string): string {
  const name = packageOf(id);
  const beside = sameFileHere(id, folder);
  if (beside !== null) return `A file beside the notebook is imported by its path: '${beside}'`;
  if (id.startsWith('#')) return `'${id}' would have to be listed under "imports" in the project's package.json`;
  if (id.startsWith('@/'))
    return `'@/' has to be listed under "paths" in the project's tsconfig.json, or write the path: './${id.slice(2)}'`;
  if (/^@[^/]*\/?$/.test(id)) return `The name of the package is not complete: '${id.replace(/\/$/, '')}/package'`;
  const installed = installedPackages(folder);
  if (id !== name && [...OWN, ...installed].includes(name))
    return `The package ${name} has no '${id.slice(name.length + 1)}'`;
  const near = closestNames(id, [...OWN, ...plainBuiltins()]);
  if (near.length > 0) return `Nearest: ${near.join(', ')}`;
  const python = pythonPackage(name);
  if (python !== null) return `It is a package of Python. Here: ${python}`;
  const similar = closestNames(name, installed);
  return `${similar.length > 0 ? `Nearest: ${similar.join(', ')}. ` : ''}${installAdvice(id)}`;
}

/** How to install a package, if the name can be one. */
function installAdvice(id: string): string {
  const wanted = packageOf(id);
  const name = withoutVersion(wanted);
  if (isPackageName(name))
    return `To install it: npm install ${wanted}${wanted === name ? '' : `, and then: import ... from '${name}'`}`;
  const small = name.toLowerCase();
  if (isPackageName(small)) return `Names of packages are in small letters: '${small}'`;
  return `'${name}' cannot be the name of a package: these consist of small letters, digits, hyphens, dots and underscores`;
}

/** How to come by a package that was named by an address. */
function packageAdvice(id: string): string {
  const wanted = packageOf(id);
  return `Install the package in a terminal: npm install ${wanted}, and then: import ... from '${withoutVersion(wanted)}'`;
}

/** `lodash/map` for `lodash@4.17.21/map`. */
function withoutVersion(id: string): string {
  return id.replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]*/, '$1').replace(/\?.*$/, '');
}
