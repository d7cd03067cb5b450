/**
 * One kernel for all tests of a file, started before the first test.
 *
 * @module
 */
import { afterAll, beforeEach } from 'vitest';
import { KernelClient } from './client.js';

/**
 * Passes a running kernel to each test of the file or the `describe` block: the same one unless the previous test
 * failed. A failed test may leave the kernel busy, which must not make the next one fail.
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
