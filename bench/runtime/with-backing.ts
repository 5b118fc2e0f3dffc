import type { Trial } from '@headroom/contract/records.ts';
import type { BackingService } from '@headroom/contract/routes.ts';
import type { RunningSubject } from './runtime.ts';
import { backingOfTrial } from './subject-variables.ts';

/** A service that a subject calls (the upstream, a database, a job queue's store), running. */
export interface Backing {
  /** Where the subject reaches it; may hold a password. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the subject of a trial after the service that it needs, if any; whatever happens to the subject, the
 * service ends after it.
 * @param startSubject gets where the service is reached; null without one
 * @throws what either start throws
 */
export async function withBacking(
  trial: Trial,
  startBacking: (service: BackingService) => Promise<Backing>,
  startSubject: (backingUrl: string | null) => Promise<RunningSubject>,
): Promise<RunningSubject> {
  const service = backingOfTrial(trial);
  if (service === null) return startSubject(null);
  const backing = await startBacking(service);
  try {
    const subject = await startSubject(backing.url);
    const stop = async () => {
      await subject.stop();
      await backing.stop();
    };
    return { ...subject, stop };
  } catch (error) {
    await backing.stop();
    throw error;
  }
}
