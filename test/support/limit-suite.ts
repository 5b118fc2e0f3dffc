import { setTimeout } from 'node:timers';
import type { TestProject } from 'vitest/node';

const limitMinutes = 60;

/** Ends a suite that hangs, whose tests have no limit of their own. */
export function setup({ config }: TestProject): (() => void) | undefined {
  // `make watch` lasts for as long as somebody works.
  if (config.watch) return undefined;
  const timer = setTimeout(() => {
    console.error(`The simulations have not ended within ${limitMinutes} minutes.`);
    process.exit(1);
  }, limitMinutes * 60_000);
  timer.unref();
  return () => clearTimeout(timer);
}
