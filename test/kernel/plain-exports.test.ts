import { expect, test } from 'vitest';
import { assignExports, forgetLastValue, plainVariables } from '../../kernel-setup/compiler/plain-exports.js';

test('turns property definitions on exports into assignments, line by line', () => {
  const compiled =
    'Object.defineProperty(exports, "__esModule", { value: true });\n' +
    'const node_path_1 = require("node:path");\n' +
    'Object.defineProperty(exports, "join", { enumerable: true, get: function () { return node_path_1.join; } });\n' +
    'exports.flux = 1;';
  expect(assignExports(compiled)).toBe(
    '\nconst node_path_1 = require("node:path");\nexports["join"] = node_path_1.join;\nexports.flux = 1;',
  );
});

test('leaves definitions inside other code unchanged', () => {
  const code = 'const text = `  Object.defineProperty(exports, "__esModule", { value: true });`;';
  expect(assignExports(code)).toBe(code);
});

test("exposes variables through tslab's own object and releases the last value", () => {
  const locals: Record<string, unknown> = {};
  const variables = plainVariables(locals);
  variables.flux = 3;
  variables.tsLastExpr0 = [1];
  expect(locals.flux).toBe(3);
  forgetLastValue(variables);
  expect(locals.tsLastExpr0).toBeUndefined();
  expect(variables.flux).toBe(3);
});
