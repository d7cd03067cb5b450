/** SQLite compiled to WebAssembly, which is embedded in the module; sql.js ships no types. */
declare module 'sql.js/dist/sql-wasm-inline.js' {
  /** Compiles SQLite, once. */
  export default function initSqlJs(): Promise<import('./sqlite-engine.js').SqlEngine>;
}
