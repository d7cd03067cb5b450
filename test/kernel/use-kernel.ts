/**
 * One kernel for the tests of a file, started when the first of them runs.
 *
 * @module
 */
import { afterAll, beforeEach } from 'vitest';
import { KernelClient } from './client.js';

/**
 * Hands a running kernel to each test of the file or of the `describe`: the same one, unless the test before has failed.
 * Such a test may leave the kernel busy, and its failure must not be the next one's.
 */
export function useKernel(
  take: (kernel: KernelClient) => void,
  options: Parameters<typeof KernelClient.start>[0] = {},
): void {
  let kernel: KernelClient | null = null;
  const close = async (): Promise<void> => {
    const old = kernel;
    kernel = null;
    await old?.close();
  };
  beforeEach(async ({ onTestFailed }) => {
    onTestFailed(close);
    kernel ??= await KernelClient.start(options);
    take(kernel);
  });
  afterAll(close);
}
