import type { Trial } from '@headroom/contract/records.ts';
import type { Environment } from '../../config/environment.ts';
import type { Runtime } from '../runtime.ts';
import { systemClock } from '../system-clock.ts';
import type { WatchedRuntime } from '../trial-gauges.ts';
import { withBacking } from '../with-backing.ts';
import { engineProblem } from './engine.ts';
import { othersOn } from './others.ts';
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
  {
    generatorCpus,
    notControlled,
    rootless,
    observers,
  }: Pick<Runtime, 'generatorCpus' | 'notControlled'> & {
    readonly rootless: boolean;
    /** The variable of docker-compose.yml that says on which CPUs the observers are. */
    readonly observers: Readonly<Record<string, string>>;
  },
  close: () => Promise<void>,
): WatchedRuntime {
  const project = environment.COMPOSE_PROJECT_NAME;
  const generator = { project, others: () => othersOn(environment.GENERATOR_CPUS, project), rootless };
  const otlp = `http://127.0.0.1:${environment.PROMETHEUS_PORT}/api/v1/otlp/v1/metrics`;
  const scraped = scrapedIn(environment);
  return {
    name: 'compose',
    notControlled,
    generatorCpus,
    clock: systemClock,
    startSubject: (trial, files, signal) =>
      withBacking(
        trial,
        (service) => startBacking(service, observers, signal),
        async (backingUrl) => {
          const container = containerOf(trial, backingUrl);
          // Before it starts, so that its first figures are those of the beginning.
          await scraped.only(container.target);
          return startSubject(container, files, systemClock, signal);
        },
      ),
    startGenerator: (trial, input, files) => startGenerator(generator, trial, input, files),
    problem: engineProblem,
    gauges: prometheusGauges(otlp, generatorCpus, () => systemClock.now()),
    close: async () => {
      await scraped.end();
      await close();
    },
  };
}
