#!/usr/bin/env node
/** The `skyframe` command: joins the compiled command line with the library's report writer and reader of tables. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiled = new URL('../dist/kernel-setup/commands/main.js', import.meta.url);
if (!existsSync(compiled)) {
  console.error(`Skyframe is not built yet (${fileURLToPath(compiled)} is missing).`);
  console.error(`Run: node ${fileURLToPath(new URL('bootstrap.mjs', import.meta.url))}`);
  process.exit(1);
}
const { runCommand } = await import(compiled.href);
const { renderReport } = await import('skyframe/report');
const library = () => import('skyframe');
process.exit(await runCommand(process.argv.slice(2), { renderReport, library }));
