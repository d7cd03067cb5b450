/**
 * Our kernelspec: what Jupyter reads, and what it records about its project.
 *
 * Its command goes through a launcher in the kernelspec's own folder, so that the user can be told
 * when the project has been moved away.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtFile, packageRoot } from '../package-root.js';

/** Name under which Jupyter lists the kernel; also the name of its folder. */
export const KERNEL_NAME = 'skyframe';

/** Name that front ends show. */
export const DISPLAY_NAME = 'TypeScript (Skyframe)';

/** The contents of kernel.json. */
interface Kernelspec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'message';
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The project that a kernelspec starts, in `project.json` next to the launcher. */
interface KernelProject {
  /** Folder of the project. */
  readonly root: string;
  /** The kernel's compiled program. */
  readonly program: string;
}

/**
 * The kernelspec for a folder: this Node and the launcher there, both by absolute path.
 *
 * @param folder final folder of the kernelspec
 */
export function kernelspec(folder: string): Kernelspec {
  return {
    argv: [process.execPath, join(folder, 'launcher.js'), '{connection_file}'],
    display_name: DISPLAY_NAME,
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false, skyframe: { project: packageRoot, version: packageVersion() } },
  };
}

/** This copy of Skyframe. */
export function thisProject(): KernelProject {
  return { root: packageRoot, program: kernelProgram() };
}

/** Absolute path of the kernel's compiled program. */
export function kernelProgram(): string {
  return builtFile('kernel/kernel-process.js');
}

/** What a kernelspec on disk starts. */
export type InstalledKernel =
  | { readonly kind: 'none' }
  /** Another kernel of the same name, or a file that is not a kernelspec. */
  | { readonly kind: 'foreign'; readonly displayName: string }
  | {
      readonly kind: 'ours';
      /** The Node that it is started with. */
      readonly node: string;
      /** Null for kernelspecs from before there was a launcher. */
      readonly project: KernelProject | null;
    };

/** Looks at a kernelspec's folder. */
export function readInstalled(folder: string): InstalledKernel {
  if (!existsSync(folder) || isEmptyFolder(folder)) return { kind: 'none' };
  const spec = readJson(join(folder, 'kernel.json')) as Partial<Kernelspec> | null;
  const argv = Array.isArray(spec?.argv) ? spec.argv.map(String) : [];
  const isOurs =
    isObject(spec?.metadata?.['skyframe']) || /kernel-setup[\\/]kernel[\\/]kernel-process\.js$/.test(argv[1] ?? '');
  if (!isOurs) return { kind: 'foreign', displayName: String(spec?.display_name ?? 'no readable kernel.json') };
  const project = readJson(join(folder, 'project.json')) as Partial<KernelProject> | null;
  const isWhole = typeof project?.root === 'string' && typeof project.program === 'string';
  return { kind: 'ours', node: argv[0] ?? '', project: isWhole ? (project as KernelProject) : null };
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

function readJson(path: string): object | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
