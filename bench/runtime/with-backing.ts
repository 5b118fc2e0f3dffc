import type { RunningSubject } from './runtime.ts';

/** A service that a subject calls (the upstream, a database, a job queue's store), running. */
export interface Backing {
  /** Where the subject reaches it; may hold a password. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a subject after the service that it needs; whatever happens to the subject, the service ends after it.
 * @param startBacking null where the subject needs none
 * @param startSubject gets where the service is reached; null without one
 * @throws what either start throws
 */
export async function withBacking(
  startBacking: (() => Promise<Backing>) | null,
  startSubject: (backingUrl: string | null) => Promise<RunningSubject>,
): Promise<RunningSubject> {
  if (startBacking === null) return startSubject(null);
  const backing = await startBacking();
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
