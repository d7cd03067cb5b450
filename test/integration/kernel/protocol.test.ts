import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeJupyter, JupyterFolder } from './jupyter.js';

const SCRIPT = fileURLToPath(new URL('protocol_test.py', import.meta.url));

describeJupyter(
  "every message of the protocol, with Debian's jupyter_client",
  () => {
    let folder: JupyterFolder;

    beforeAll(() => {
      folder = new JupyterFolder();
    });

    afterAll(() => folder.remove());

    test.each(['Requests', 'Volume', 'Comms', 'Security', 'Life'])('%s', name => {
      const { stderr } = folder.run(['-W', 'ignore', SCRIPT, name]);
      expect(stderr).toMatch(/\nRan [1-9]\d* tests? in .*\n\nOK\n$/);
    });
  },
  { packages: ['jupyter_client', 'jupyter_kernel_test'] },
);
