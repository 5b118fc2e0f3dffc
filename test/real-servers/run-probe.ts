import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { startChild } from '../../bench/runtime/native/child.ts';

/** What is judged of a result of `headroom probe`; other fields are let through, so that old and new ones can be held against each other. */
const resultSchema = z.object({
  classification: z.string(),
  effectiveConcurrency: z.number().nullable(),
  evidence: z.array(z.string()),
  serviceTimeSeconds: z.number().nullable(),
  levels: z
    .array(
      z.looseObject({
        users: z.union([z.number(), z.object({ there: z.number(), answered: z.number() })]),
        measuredSeconds: z.number(),
      }),
    )
    .min(1),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type ProbeSaid = z.infer<typeof resultSchema>;

/** What a probe said, and how long it took. */
export interface Probed {
  readonly said: ProbeSaid;
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
    return { said: resultSchema.parse(JSON.parse(readFileSync(json, 'utf8'))), seconds };
  } finally {
    ended.abort();
    await child.stop(graceSeconds);
  }
}
