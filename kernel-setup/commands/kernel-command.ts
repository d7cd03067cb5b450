/**
 * `skyframe kernel install`.
 *
 * @module
 */
import { installKernel, type KernelPlace } from '../install/install-kernel.js';

/** Installs the kernelspec and says where. */
export function kernelCommand(place: KernelPlace): number {
  const folder = installKernel(place);
  console.log(`Kernel "TypeScript (Skyframe)" installed in ${folder}`);
  return 0;
}
