/**
 * Where Jupyter stores and looks for files: plain functions, with the rules of jupyter_core.
 *
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 * @module
 */
import { pathsOf, type Surroundings } from './surroundings.js';

/** Jupyter's data folder of this user: the first place where it looks for kernels. */
export function userDataFolder(machine: Surroundings): string {
  const { platform, env, home } = machine;
  const { join } = pathsOf(machine);
  if (env['JUPYTER_DATA_DIR']) return env['JUPYTER_DATA_DIR'];
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') {
    if (env['APPDATA']) return join(env['APPDATA'], 'jupyter');
    return join(env['JUPYTER_CONFIG_DIR'] || join(home, '.jupyter'), 'data');
  }
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'jupyter');
}

/** Folder of the connection files of running kernels. */
export function runtimeFolder(machine: Surroundings): string {
  return machine.env['JUPYTER_RUNTIME_DIR'] || pathsOf(machine).join(userDataFolder(machine), 'runtime');
}

/** Data folder below the prefix of a Python, the same on all systems. */
export function prefixDataFolder(machine: Surroundings, prefix: string): string {
  return pathsOf(machine).join(prefix, 'share', 'jupyter');
}

/**
 * All data folders in the order in which Jupyter looks into them, each once.
 *
 * @param prefix `sys.prefix` of the Python that Jupyter runs on, or null if there is none
 */
export function dataFolders(machine: Surroundings, prefix: string | null): string[] {
  const { platform, env } = machine;
  const { delimiter, join } = pathsOf(machine);
  const given = (env['JUPYTER_PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  const ofPrefix = prefix === null ? [] : [prefixDataFolder(machine, prefix)];
  const ofSystem =
    platform === 'win32'
      ? [join(env['PROGRAMDATA'] || 'C:\\ProgramData', 'jupyter')]
      : ['/usr/local/share/jupyter', '/usr/share/jupyter'];
  return [...new Set([...given, userDataFolder(machine), ...ofPrefix, ...ofSystem])];
}

/** Folder of the kernelspecs in a data folder. */
export function kernelsFolder(machine: Surroundings, dataFolder: string): string {
  return pathsOf(machine).join(dataFolder, 'kernels');
}
