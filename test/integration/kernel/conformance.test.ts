import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeJupyter, JupyterFolder } from './jupyter.js';

const SUITE = fileURLToPath(new URL('conformance_test.py', import.meta.url));

describeJupyter(
  "the Jupyter project's kernel test suite (python3-jupyter-kernel-test)",
  () => {
    let folder: JupyterFolder;

    beforeAll(() => {
      folder = new JupyterFolder();
    });

    afterAll(() => folder.remove());

    test('passes without skipped tests', () => {
      const { status, stderr } = folder.run([SUITE]);
      expect(stderr).toMatch(/\nOK\n$/); // with skipped tests it prints OK (skipped=n)
      expect(status).toBe(0);
      const names = [...stderr.matchAll(/^(test_\w+) \(.*\.\.\. ok$/gm)].map(([, name]) => name);
      expect(names.toSorted()).toEqual(testsOfSuite());
    });

    /** All tests of the installed version. */
    function testsOfSuite(): string[] {
      const { stdout } = folder.run(['-c', 'import jupyter_kernel_test; print(jupyter_kernel_test.__file__)']);
      const source = readFileSync(stdout.trim(), 'utf8');
      return [...source.matchAll(/^ {4}def (test_\w+)\(/gm)].map(([, name]) => name).toSorted();
    }
  },
  { packages: ['jupyter_kernel_test'] },
);
