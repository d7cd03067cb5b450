/**
 * What the kernel says of itself.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

/** Content of a kernel_info_reply. */
export function kernelInfo(): Record<string, unknown> {
  const typescript = typescriptVersion();
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return {
    status: 'ok',
    protocol_version: '5.3',
    implementation: 'skyframe',
    implementation_version: version,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: 'typescript', // an object would be JavaScript to JupyterLab 4, which looks for its name
      nbconvert_exporter: 'script',
    },
    banner: `Skyframe ${version}: TypeScript ${typescript} on Node ${process.versions.node}`,
    debugger: false,
    help_links: [],
  };
}

function typescriptVersion(): string {
  const fromTslab = createRequire(createRequire(import.meta.url).resolve('tslab/package.json'));
  return (fromTslab('@tslab/typescript-for-tslab/package.json') as { version: string }).version;
}
