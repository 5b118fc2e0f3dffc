import type { Trial } from '@headroom/contract/records.ts';
import type { Environment } from '../../config/environment.ts';
import { systemClock } from '../system-clock.ts';
import type { WatchedRuntime } from '../trial-gauges.ts';
import { withBacking } from '../with-backing.ts';
import { prometheusGauges } from './prometheus-gauges.ts';
import { scrapedIn } from './scrape-target.ts';
import { startBacking } from './start-backing.ts';
import { startGenerator } from './start-generator.ts';
import { startSubject } from './start-subject.ts';
import type { SubjectContainer } from './subject-container.ts';

/**
 * Subject and generator in containers of the lab that docker-compose.yml describes.
 * @param close what to do with the lab after the run
 */
export function composeRuntime(
  containerOf: (trial: Trial, backingUrl: string | null) => SubjectContainer,
  environment: Environment,
  generatorCpus: number,
  close: () => Promise<void>,
): WatchedRuntime {
  const otlp = `http://127.0.0.1:${environment.PROMETHEUS_PORT}/api/v1/otlp/v1/metrics`;
  const scraped = scrapedIn(environment);
  return {
    name: 'compose',
    notControlled: [],
    generatorCpus,
    clock: systemClock,
    startSubject: (trial, files, signal) =>
      withBacking(
        trial,
        (service) => startBacking(service, signal),
        async (backingUrl) => {
          const container = containerOf(trial, backingUrl);
          // Before it starts, so that its first figures are those of the beginning.
          await scraped.only(container.target);
          return startSubject(container, files, systemClock, signal);
        },
      ),
    startGenerator: (trial, input, files) =>
      startGenerator(environment.COMPOSE_PROJECT_NAME, trial, input, files),
    gauges: prometheusGauges(otlp, generatorCpus, () => systemClock.now()),
    close: async () => {
      await scraped.end();
      await close();
    },
  };
}
