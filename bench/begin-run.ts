import type { Lane } from './carry-out.ts';
import { createRuns } from './collect/create-runs.ts';
import { pointLatest } from './collect/latest.ts';
import type { Prepared } from './prepare/prepare-lab.ts';

/**
 * Makes the folder of a run that can begin, with its manifest, and points `<out>/latest` to it.
 * @param out the results folder
 * @param say is told in one line when `latest` stays as it is
 * @throws BenchError BENCH_RESULTS_*; then there is no such folder, and what was put up for the run is taken down again
 */
export async function beginRun(
  out: string,
  { runtime, manifest: made }: Prepared,
  say: (line: string) => void,
): Promise<Lane> {
  try {
    const [created] = createRuns(out, [made.plan.preset], new Date(), ({ runId }) => ({ ...made, runId }));
    if (created === undefined) throw new Error('one run was asked for, and none is made');
    const remark = pointLatest(out, created.run.runId);
    if (remark !== null) say(remark);
    return { ...created, runtime };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}
