/** docs/problems.md explains every kind of problem, and none that there is not. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const codes = [...readFileSync('lib/core/problem-codes.ts', 'utf8').matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(
  ([, code]) => code,
);

it('every code is explained in docs/problems.md, once', () => {
  const explained = [...readFileSync('docs/problems.md', 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map(
    ([, code]) => code,
  );
  expect(explained.sort()).toEqual([...codes].sort());
});

it('every code is recorded somewhere', () => {
  const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.endsWith('problem-codes.ts'))
    .map(name => readFileSync(`lib/${name}`, 'utf8'))
    .join('\n');
  expect(codes.filter(code => !sources.includes(`'${code}'`))).toEqual([]);
});
