import { test } from 'vitest';
import { cellDeclarations } from '../../kernel-setup/compiler/declarations/older/cell-declarations.js';
import { OlderDeclarations } from '../../kernel-setup/compiler/declarations/older/older-declarations.js';
import { loadTslab } from '../../kernel-setup/compiler/tslab.js';

test('bench2', () => {
  const { ts } = loadTslab();
  const older = new OlderDeclarations(ts);
  let count = 0,
    inner = 0;
  let decl = '';
  const conv = {
    convert: (d: string, s: string) => {
      const t = performance.now();
      // like tslab: the cell's own declarations, then the earlier ones without what it declares
      const names = [...cellDeclarations(ts, s).keys()];
      const own = s
        .replace(/class Star .*/, m => 'declare ' + m.replace(/\{ return 1 \}/, ';').replace(/= 1/g, ''))
        .replace(/const (\w+) = .*/, 'declare const $1: Star[];');
      const file = ts.createSourceFile('d.ts', d, ts.ScriptTarget.Latest, true);
      const rest = file.statements
        .filter(x => !names.some(n => new RegExp(`^declare (class|const) ${n}\\b`).test(x.getText())))
        .map(x => x.getText() + '\n')
        .join('');
      inner += performance.now() - t;
      return { diagnostics: [], declOutput: own + '\n' + rest } as any;
    },
  } as any;
  const around = older.around(conv, () => count);
  const run = (s: string) => {
    count++;
    const t = process.cpuUsage();
    const i0 = inner;
    const w = performance.now();
    decl = around.convert(decl, s).declOutput!;
    return performance.now() - w - (inner - i0);
  };
  const st = (xs: number[]) => {
    const s = xs.sort((a, b) => a - b);
    return `min ${s[0].toFixed(2)} median ${s[s.length >> 1].toFixed(2)} p90 ${s[Math.floor(s.length * 0.9)].toFixed(2)}`;
  };
  for (let i = 0; i < 20; i++) run(`const w${i} = ${i}`);
  const warm = Array.from({ length: 50 }, (_, i) => run(`const a${i} = ${i}; a${i} + 1`));
  const re = Array.from({ length: 50 }, (_, i) =>
    run(
      `class Star { constructor(public ra: number, public m${i} = 1) {} flux(band: string): number { return 1 } }\nconst s${i} = [new Star(${i})]`,
    ),
  );
  const size = decl.length;
  const after = Array.from({ length: 50 }, (_, i) => run(`const b${i} = ${i}; b${i} + 1`));
  const re2 = Array.from({ length: 30 }, (_, i) =>
    run(`class Star { constructor(public ra: number) {} }\nconst t = [new Star(${i})]`),
  );
  console.log(
    `own work [ms]: warm ${st(warm)}; redeclaring, 50 kept ${st(re)} (size ${size}); after ${st(after)}; same ${st(re2)}`,
  );
});
