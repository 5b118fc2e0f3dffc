import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node compiled is kept, by its content; where that cannot be written every start compiles anew. No TypeScript here:
// what strips types would be loaded for this file alone.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/node-compile-cache'));
const { runProcess } = await import('./run-process.ts');
// Not awaited, as Node would complain where a file of settings never finishes loading.
runProcess(process.argv.slice(2));
