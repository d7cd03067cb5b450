import { afterEach, expect, test, vi } from 'vitest';
import { display } from '../../lib/notebook/display.js';

const SHOW = Symbol.for('skyframe.show');
const hooks = globalThis as { [SHOW]?: (value: unknown) => unknown };

afterEach(() => {
  delete hooks[SHOW];
  vi.restoreAllMocks();
});

test('in a notebook, the kernel shows the value and its handle updates it', () => {
  const shown: unknown[] = [];
  hooks[SHOW] = value => {
    shown.push(value);
    return { id: 'x', update: (next: unknown) => shown.push(`then ${next}`) };
  };
  display('begun').update('done');
  expect(shown).toEqual(['begun', 'then done']);
});

test('without a handle from the kernel hook, each value is shown separately', () => {
  const shown: unknown[] = [];
  hooks[SHOW] = value => void shown.push(value);
  display('begun').update('done');
  expect(shown).toEqual(['begun', 'done']);
});

test('outside a notebook, each value is printed', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  display('begun').update('done');
  expect(log.mock.calls).toEqual([['begun'], ['done']]);
});
