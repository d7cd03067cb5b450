/** SQLite compiled to WebAssembly, which stands in the module itself; sql.js has no types of its own. */
declare module 'sql.js/dist/sql-wasm-inline.js' {
  /** Compiles SQLite, once. */
  export default function initSqlJs(): Promise<import('./sqlite-engine.js').SqlEngine>;
}
