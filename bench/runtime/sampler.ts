import type { Clock, RunningGenerator, RunningSubject } from './runtime.ts';
import type { Sample } from './trial-outcome.ts';

/** A scrape that takes longer counts as not answered. */
const scrapeTimeoutSeconds = 5;

/**
 * Looks at subject and generator once a second until the signal aborts. A slow scrape does not delay the
 * next look, of each of which `observe` is told. Resolves with all samples, in order, once the last scrape has been answered or given up.
 */
export async function sample(
  subject: RunningSubject,
  generator: RunningGenerator,
  clock: Clock,
  signal: AbortSignal,
  observe: (sample: Sample) => void = () => undefined,
): Promise<Sample[]> {
  const looks: Promise<Sample>[] = [];
  const beganAt = clock.now();
  while (!signal.aborted) {
    const seen = look(subject, generator, clock);
    void seen.then(observe);
    looks.push(seen);
    const nextAt = beganAt + looks.length;
    await clock.sleep(Math.max(0, nextAt - clock.now()), signal);
  }
  return Promise.all(looks);
}

async function look(subject: RunningSubject, generator: RunningGenerator, clock: Clock): Promise<Sample> {
  const atSeconds = clock.now();
  const used = {
    generatorCpuSeconds: generator.cpuSeconds(),
    othersCpuSeconds: generator.others?.cpuSeconds() ?? null,
    usage: subject.usage(),
  };
  if (subject.scrape === null) {
    return { atSeconds, ...used, asked: false, metrics: null, scrapeSeconds: null };
  }
  const metrics = await subject.scrape(AbortSignal.timeout(scrapeTimeoutSeconds * 1000)).catch(() => null);
  const scrapeSeconds = metrics === null ? null : clock.now() - atSeconds;
  return { atSeconds, ...used, asked: true, metrics, scrapeSeconds };
}
