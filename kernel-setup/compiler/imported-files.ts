/**
 * The files that a cell imports, and those that these import.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';

/** Where the compiler keeps what the imports of a file were resolved to. */
interface WithResolvedModules {
  readonly resolvedModules?: {
    forEach(
      visit: (resolution: {
        readonly resolvedFileName?: string;
        readonly resolvedModule?: { readonly resolvedFileName: string };
      }) => void,
    ): void;
  };
}

/** All files reached from the imports of `cell`, `import()` among them; packages and declarations too. */
export function importedFiles(program: TypeScript.Program, cell: TypeScript.SourceFile): TypeScript.SourceFile[] {
  const found = new Set<TypeScript.SourceFile>();
  const follow = (file: TypeScript.SourceFile): void => {
    (file as unknown as WithResolvedModules).resolvedModules?.forEach(resolution => {
      const path = resolution?.resolvedFileName ?? resolution?.resolvedModule?.resolvedFileName;
      const imported = path === undefined ? undefined : program.getSourceFile(path);
      if (!imported || imported === cell || found.has(imported)) return;
      found.add(imported);
      follow(imported);
    });
  };
  follow(cell);
  return [...found];
}
