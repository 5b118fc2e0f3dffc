import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../config/repository-root.ts';

/** A change of the compiled service that leaves its answers as they are. */
export interface Alteration {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** `/async` waits so many milliseconds where it was asked for a second. */
export const slowerWait = (milliseconds: number): Alteration => ({
  file: 'sleep/sleep.controller.js',
  from: 'await setTimeout(drawWait(seconds, sigma) * 1000);',
  to: `await setTimeout(drawWait(seconds, sigma) * ${milliseconds});`,
});

/** `/cpu` counts a tenth further than it was asked to. */
export const longerLoop: Alteration = {
  file: 'cpu/cpu.controller.js',
  from: 'return { done: countTo(iterations) === iterations };',
  to: 'return { done: countTo(Math.round(iterations * 1.1)) > iterations };',
};

/**
 * A copy of the compiled service in a temporary folder, with these alterations.
 * @returns the file that Node starts, and how to remove the copy
 * @throws Error when the compiled code is not what an alteration expects
 */
export function alteredService(alterations: readonly Alteration[]): { entry: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-altered-'));
  // Laid out as in the checkout, whose packages it finds by links.
  const [from, copy] = [repositoryRoot, folder].map((root) => join(root, 'services/api')) as [string, string];
  cpSync(join(from, 'dist'), join(copy, 'dist'), { recursive: true });
  cpSync(join(from, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
  if (existsSync(join(from, 'node_modules'))) {
    symlinkSync(join(from, 'node_modules'), join(copy, 'node_modules'));
  }
  for (const { file, from: before, to } of alterations) {
    const path = join(copy, 'dist', file);
    const parts = readFileSync(path, 'utf8').split(before);
    if (parts.length !== 2)
      throw new Error(`${file} holds ${JSON.stringify(before)} ${parts.length - 1} times, not once`);
    writeFileSync(path, parts.join(to));
  }
  return {
    entry: join(copy, 'dist/main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
