import { join } from 'node:path';
import type { LiveStart } from '@headroom/contract/live.ts';
import { makeConductor } from '../serve/make-conductor.ts';

/**
 * Carries out a run as the live page would.
 * @param folder for its results @param k6DashboardPort as on the page
 * @returns the folder of the run
 */
export async function runOfPage(folder: string, start: LiveStart, k6DashboardPort = 5665): Promise<string> {
  // As many as k6 would hold ready under the page.
  const usersMost = start.users + 100;
  const conductor = makeConductor({ sources: [], out: folder, usersMost, k6DashboardPort });
  const ended = new Promise<void>((resolve) => {
    conductor.events.subscribe(({ event }) => {
      if (event.kind === 'ended') resolve();
    });
  });
  const runId = await conductor.start(start);
  await ended;
  await conductor.close();
  return join(folder, runId);
}
