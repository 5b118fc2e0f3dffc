import type { RunningSubject } from './runtime.ts';

/** A service that a subject calls, started before it and ended after it. */
export interface Companion {
  stop(): Promise<void>;
}

/**
 * Starts a subject beside a service that it needs; whatever happens to the subject, the service ends with it.
 * @param startCompanion null where the subject needs none
 * @throws what either start throws
 */
export async function withCompanion(
  startCompanion: (() => Promise<Companion>) | null,
  startSubject: () => Promise<RunningSubject>,
): Promise<RunningSubject> {
  if (startCompanion === null) return startSubject();
  const companion = await startCompanion();
  try {
    const subject = await startSubject();
    const stop = async () => {
      await subject.stop();
      await companion.stop();
    };
    return { ...subject, stop };
  } catch (error) {
    await companion.stop();
    throw error;
  }
}
