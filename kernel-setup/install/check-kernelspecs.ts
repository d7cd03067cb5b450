/**
 * Looks at every kernelspec of our name that Jupyter may find.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.js';
import { dataFolders, kernelsFolder } from './jupyter-folders.js';
import { type InstalledKernel, KERNEL_NAME, kernelProgram, readInstalled } from './kernelspec.js';
import type { Surroundings } from './surroundings.js';

const INSTALL = 'npx skyframe kernel install';

/** What was found in Jupyter's data folders, where the first takes precedence. */
export function checkKernelspecs(machine: Surroundings, prefix: string | null): Finding[] {
  const places = dataFolders(machine, prefix).map(folder => join(kernelsFolder(machine, folder), KERNEL_NAME));
  const found = places
    .map(folder => ({ folder, kernel: readInstalled(folder) }))
    .filter(({ kernel }) => kernel.kind !== 'none');
  if (found.length === 0) {
    const what = `no kernelspec of ours where Jupyter looks: ${places.join(', ')}`;
    return [{ state: 'problem', what, advice: INSTALL }];
  }
  return found.map(({ folder, kernel }, index) =>
    index === 0 ? describeFirst(folder, kernel) : describeHidden(folder, kernel, found[0]?.folder ?? ''),
  );
}

function describeFirst(folder: string, kernel: InstalledKernel): Finding {
  if (kernel.kind !== 'ours') {
    const name = kernel.kind === 'foreign' ? kernel.displayName : '';
    return {
      state: 'problem',
      what: `${folder} is another's kernel (${name}) and hides ours`,
      advice: `remove it, then: ${INSTALL}`,
    };
  }
  const { node, project } = kernel;
  if (!existsSync(node))
    return { state: 'problem', what: `kernelspec ${folder} starts ${node}, which no longer exists`, advice: INSTALL };
  if (!project) return { state: 'note', what: `kernelspec ${folder} is of an earlier version`, advice: INSTALL };
  if (!existsSync(project.program))
    return {
      state: 'problem',
      what: `kernelspec ${folder} starts ${project.root}, which no longer exists or is not built`,
      advice: INSTALL,
    };
  if (project.program !== kernelProgram())
    return {
      state: 'note',
      what: `kernelspec ${folder} starts another copy of Skyframe, ${project.root}`,
      advice: `to start this one: ${INSTALL}`,
    };
  if (node !== process.execPath)
    return {
      state: 'note',
      what: `kernelspec ${folder} starts this project by another Node, ${node}`,
      advice: `to use this one: ${INSTALL}`,
    };
  return { state: 'good', what: `kernelspec ${folder} starts this project` };
}

/** A kernelspec that Jupyter does not reach: no problem unless the user expects it. */
function describeHidden(folder: string, kernel: InstalledKernel, by: string): Finding {
  const whose = kernel.kind === 'ours' ? '' : ', which is not ours';
  return {
    state: 'note',
    what: `kernelspec ${folder}${whose} is hidden by ${by}`,
    advice: 'npx skyframe kernel uninstall removes ours',
  };
}
