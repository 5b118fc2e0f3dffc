import type { ScalingKind } from '@headroom/contract/scaling.ts';
import { expect } from 'vitest';
import { testLab } from './lab.ts';
import { resultIn } from './probe-result.ts';
import { startProbeServer } from './probe-server.ts';

/**
 * Probes a server of a known kind with the settings that a user gets, and expects its kind to be told.
 * @param k how many it serves at a time; null where nothing bounds it or that has no number
 */
export async function expectKind(file: string, classification: ScalingKind, k: number | null): Promise<void> {
  const lab = await testLab();
  const { origin, metricsUrl, stop } = await startProbeServer(file);
  try {
    const metrics = metricsUrl === null ? [] : ['--metrics', metricsUrl];
    const { exitCode, stdout, stderr } = await lab.run(['probe', origin, '--json', '-', ...metrics]);
    expect(exitCode, stderr).toBe(0);
    const result = resultIn(stdout);
    console.log(
      `${file}: ${result.classification}, k ${result.effectiveConcurrency}, knee ${result.kneeUsers}`,
    );
    expect(result, result.evidence.join(' ')).toMatchObject({
      classification,
      blockedLoop: metricsUrl === null ? null : true,
      complete: true,
    });
    if (k === null) expect(result.kneeUsers === null).toBe(classification === 'scales');
    else expect(Math.abs((result.effectiveConcurrency ?? 0) / k - 1)).toBeLessThan(0.1);
    const loadSeconds = lab
      .records()
      .reduce((sum, { trial }) => sum + trial.warmupSeconds + trial.durationSeconds, 0);
    expect(loadSeconds).toBeLessThan(90);
  } finally {
    await stop();
  }
  expect(lab.leftovers()).toEqual([]);
}
