/**
 * Lets the cells' variables live in a plain object.
 *
 * The compiler adds imported names to `exports` as getters, which could not be declared again; for that
 * tslab puts a proxy there, through which a loop over a cell's variable runs a hundred times slower.
 * Plain assignments need no proxy.
 *
 * @module
 */

const MARK = /^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$/m;
const GETTER =
  /^Object\.defineProperty\(exports, "([^"]+)", \{ enumerable: true, get: function \(\) \{ return ([^;}]+); \} \}\);/gm;
/** Names that tslab makes for the value of the last expression. */
const LAST_VALUE = /^tsLastExpr\d*$/;

/** A cell's compiled text with assignments to `exports` in place of definitions, line for line. */
export function assignExports(code: string): string {
  return code.replace(MARK, '').replace(GETTER, 'exports["$1"] = $2;');
}

/**
 * The plain object, behind tslab's own: what tslab looks up in `locals` is found there.
 *
 * @param locals tslab's proxy
 */
export function plainVariables(locals: object): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  Object.setPrototypeOf(locals, variables);
  return variables;
}

/** Releases the value of the last expression, which tslab cannot remove from the plain object. */
export function forgetLastValue(variables: Record<string, unknown>): void {
  for (const name in variables) if (LAST_VALUE.test(name)) variables[name] = undefined;
}
