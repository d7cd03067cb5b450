/**
 * `skyframe kernel install` and `skyframe kernel uninstall`.
 *
 * @module
 */
import { dirname } from 'node:path';
import { installKernel } from '../install/install-kernel.js';
import { dataFolders } from '../install/jupyter-folders.js';
import type { KernelPlace } from '../install/kernel-place.js';
import { DISPLAY_NAME } from '../install/kernelspec.js';
import { installLabExtension, uninstallLabExtension } from '../install/lab-extension/lab-extension.js';
import { pythonPrefix } from '../install/python-prefix.js';
import { thisMachine } from '../install/surroundings.js';
import { uninstallKernel } from '../install/uninstall-kernel.js';

/** The arguments of `kernel`. */
interface KernelRequest {
  readonly action: 'install' | 'uninstall';
  readonly place: KernelPlace;
}

/** Installs or removes the kernelspec and says where. */
export function kernelCommand({ action, place }: KernelRequest): number {
  return action === 'install' ? install(place) : uninstall(place);
}

function install(place: KernelPlace): number {
  const folder = installKernel(place);
  console.log(`Kernel "${DISPLAY_NAME}" installed in ${folder}`);
  console.log(`JupyterLab extension of the viewer installed in ${installLabExtension(place)}`);
  const dataFolder = dirname(dirname(folder));
  if ('prefix' in place && !dataFolders(thisMachine(), pythonPrefix()).includes(dataFolder))
    console.log(`Jupyter does not look there by itself; it does with JUPYTER_PATH=${dataFolder}`);
  return 0;
}

function uninstall(place: KernelPlace): number {
  const { folder, wasThere, left } = uninstallKernel(place);
  uninstallLabExtension(place);
  if (!wasThere) console.log(`There is no Skyframe kernel in ${folder}; nothing was removed.`);
  else if (left.length === 0) console.log(`Kernel "${DISPLAY_NAME}" removed from ${folder}`);
  else console.log(`Kernel "${DISPLAY_NAME}" removed; ${folder} keeps what is not ours: ${left.join(', ')}`);
  return 0;
}
