import type { Clock, RunningGenerator, RunningSubject } from './runtime.ts';
import type { TrialObserver } from './trial-gauges.ts';
import type { Look, Sample } from './trial-outcome.ts';

/** A scrape that takes longer counts as not answered. */
const scrapeTimeoutSeconds = 5;

/**
 * Looks at subject and generator once a second until the signal aborts. A slow scrape does not delay the
 * next look, of each of which the observers are told. Resolves with all samples, in order, once the last scrape has been answered or given up.
 */
export async function sample(
  subject: RunningSubject,
  generator: RunningGenerator,
  clock: Clock,
  signal: AbortSignal,
  observers: readonly Pick<TrialObserver, 'looked' | 'sampled'>[] = [],
): Promise<Sample[]> {
  const samples: Promise<Sample>[] = [];
  const beganAt = clock.now();
  while (!signal.aborted) {
    const look = {
      atSeconds: clock.now(),
      generatorCpuSeconds: generator.cpuSeconds(),
      usage: subject.usage(),
    };
    for (const observer of observers) observer.looked?.(look);
    const sampled = withPage(look, subject, clock);
    void sampled.then((whole) => {
      for (const observer of observers) observer.sampled?.(whole);
    });
    samples.push(sampled);
    const nextAt = beganAt + samples.length;
    await clock.sleep(Math.max(0, nextAt - clock.now()), signal);
  }
  return Promise.all(samples);
}

async function withPage(look: Look, subject: RunningSubject, clock: Clock): Promise<Sample> {
  if (subject.scrape === null) return { ...look, asked: false, metrics: null, scrapeSeconds: null };
  const metrics = await subject.scrape(AbortSignal.timeout(scrapeTimeoutSeconds * 1000)).catch(() => null);
  const scrapeSeconds = metrics === null ? null : clock.now() - look.atSeconds;
  return { ...look, asked: true, metrics, scrapeSeconds };
}
