import { afterEach, describe, expect, test } from 'vitest';
import { HONOURED } from '../../kernel-setup/compiler/project-options.js';
import { CellSession } from './cell-session.js';

let session: CellSession;

afterEach(() => session.close());

/** Opens a session in a project with these files. Objects are written as JSON. */
function open(files: Record<string, object | string>): void {
  const texts = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  session = new CellSession(Object.fromEntries(texts));
}

describe("the project's tsconfig.json", () => {
  test('sets how strictly cells are checked', async () => {
    open({ 'tsconfig.json': { compilerOptions: { noUncheckedIndexedAccess: true, noImplicitAny: false } } });
    expect((await session.failure('const list = [1];\nlist[0].toFixed()')).evalue).toMatch(/possibly 'undefined'/);
    expect(await session.value('function loose(x) { return x; }\nloose(1)')).toBe('1');
    expect((await session.failure('const maybe: number = [1].find(x => x > 1);')).evalue).toMatch(/undefined/); // strict stays on
  });

  test('sets path mappings for types and at run time, including import()', async () => {
    open({
      'tsconfig.json': '{\n  // where things are\n  "compilerOptions": { "paths": { "@lab/*": ["./src/*"] } },\n}',
      'src/deep/thing.ts': "import { unit } from '@lab/unit';\nexport const thing: string = '7 ' + unit;",
      'src/unit.ts': "export const unit = 'px';",
    });
    expect(await session.value("import { thing } from '@lab/deep/thing';\nthing")).toBe("'7 px'");
    expect(await session.value("(await import('@lab/unit')).unit")).toBe("'px'");
    session.write('src/unit.ts', "export const unit = 'arcsec';");
    expect(await session.value("import { thing } from '@lab/deep/thing';\nthing")).toBe("'7 arcsec'");
    expect(await session.value("import { join } from 'node:path';\njoin('a', 'b')")).toBe("'a/b'");
  });

  test('selects the kind of decorators', async () => {
    open({ 'tsconfig.json': { compilerOptions: { experimentalDecorators: false } } });
    expect(
      await session.value(
        'const kinds: string[] = [];\nfunction note(_value: unknown, context: { kind: string }) { kinds.push(context.kind); }\nclass A { @note run() {} }\nkinds',
      ),
    ).toBe("[ 'method' ]");
  });

  test('is overridden by tsconfig.notebook.json, and extends is followed', async () => {
    open({
      'tsconfig.json': { compilerOptions: { noUncheckedIndexedAccess: true } },
      'tsconfig.notebook.json': { extends: './base.json' },
      'base.json': { compilerOptions: { noImplicitOverride: true } },
    });
    expect(await session.value('const list = [1];\nlist[0].toFixed()')).toBe("'1'");
    expect((await session.failure('class P { m() {} }\nclass Q extends P { m() {} }')).evalue).toMatch(/'override'/);
  });

  test('does not affect the compilation target of cells', async () => {
    open({
      'tsconfig.json': {
        compilerOptions: {
          target: 'ES5',
          module: 'CommonJS',
          lib: ['ES5'],
          noUnusedLocals: true,
          isolatedModules: true,
          verbatimModuleSyntax: true,
          erasableSyntaxOnly: true,
        },
      },
    });
    expect(await session.warnings("import { join } from 'node:path';")).toBe('');
    expect(await session.value('const parts = [1, [2]].flat();\nparts.at(-1)')).toBe('2');
    for (const name of ['target', 'module', 'moduleResolution', 'lib', 'types', 'noUnusedLocals'])
      expect(HONOURED).not.toContain(name);
  });

  test('with an error is reported once, and cells still run', async () => {
    open({ 'tsconfig.json': { compilerOptions: { stric: true } } });
    expect(await session.warnings('1;')).toMatch(/\.\.\/tsconfig\.json: Unknown compiler option 'stric'/);
    expect(await session.warnings('2;')).toBe('');
  });
});
