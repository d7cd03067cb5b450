import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compilers, errorText, userOptions } from './type-checker.js';

const entry = resolve(fileURLToPath(import.meta.url), '../../../dist/index.d.ts');

describe.each(compilers)('the built declarations under $name', ({ ts }) => {
  test('compile without DOM and Node types, with all of them checked', () => {
    expect(existsSync(entry), 'dist/index.d.ts is missing: run node bin/bootstrap.mjs').toBe(true);
    const program = ts.createProgram([entry], userOptions(ts));
    expect(ts.getPreEmitDiagnostics(program).map(diagnostic => errorText(ts, diagnostic))).toEqual([]);
    const ours = program.getSourceFiles().filter(file => file.fileName.includes('/dist/'));
    expect(ours.length).toBeGreaterThan(10);
  });
});
