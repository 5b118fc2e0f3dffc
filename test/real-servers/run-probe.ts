import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProbeResult } from '@headroom/contract/probe.ts';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { startChild } from '../../bench/runtime/native/child.ts';
import { resultIn } from '../support/probe-result.ts';

/** What a probe said, and how long it took. */
export interface Probed {
  readonly said: ProbeResult;
  readonly seconds: number;
}

const limitSeconds = 180;
const graceSeconds = 5;

/**
 * Probes an address with the settings that a user gets.
 * @param folder where its results and its log go
 * @throws Error when it fails or does not end within three minutes; the signal's reason when that aborts
 */
export async function runProbe(url: string, folder: string, signal: AbortSignal): Promise<Probed> {
  const json = join(folder, 'probe.json');
  const command = [join(repositoryRoot, 'bench/bin/headroom'), 'probe', url, '--json', json];
  const beganAt = performance.now();
  const child = await startChild(
    [...command, '--out', join(folder, 'results')],
    {},
    join(folder, 'probe.log'),
    { folder },
  );
  const ended = new AbortController();
  try {
    const exit = await Promise.race([
      child.exited,
      delay(limitSeconds * 1000, null, { signal: AbortSignal.any([signal, ended.signal]) }),
    ]);
    if (exit === null) throw new Error(`the probe did not end within ${limitSeconds} s`);
    if (exit.exitCode !== 0 || !existsSync(json)) {
      throw new Error(`the probe ended with ${exit.exitCode ?? exit.signal}:\n${exit.lastWords}`);
    }
    const seconds = (performance.now() - beganAt) / 1000;
    return { said: resultIn(readFileSync(json, 'utf8')), seconds };
  } finally {
    ended.abort();
    await child.stop(graceSeconds);
  }
}
