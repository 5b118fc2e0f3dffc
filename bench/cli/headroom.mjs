import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node compiled is kept, by its content; where that cannot be written every start compiles anew. No TypeScript here,
// as what strips its types takes longer to load than all the rest.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/node-compile-cache'));
const { runCli } = await import('./run-cli.ts');
process.exitCode = await runCli(process.argv.slice(2));
