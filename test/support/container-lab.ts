import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { type TestLab, testLab } from './lab.ts';

/** Tells one lab in containers from another: its project's name, its ports, and the images that all of them share. */
export type LabVariables = Readonly<Record<string, string>>;

/** A lab in containers, seen from its command line, from Prometheus and from Docker. */
export interface ContainerLab extends TestLab {
  readonly project: string;
  readonly variables: LabVariables;
  /** Asks this lab's Prometheus; gives the result part of its answer. */
  query(expression: string): Promise<Sample[]>;
  /** How many series of a query over the time from `from` (Unix seconds) until now have a finite value, or a histogram. */
  finiteSeries(expression: string, from: number): Promise<number>;
  /** Names of what Docker still holds of this project: containers, networks, volumes. */
  remains(): string[];
}

/** One series of an instant query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** A project name and ports that no other lab has. */
export const labVariables = async (name: string): Promise<LabVariables> => ({
  COMPOSE_PROJECT_NAME: `headroom-${name}-${process.pid}`,
  API_IMAGE: 'headroom-test/api:0.1.0',
  UPSTREAM_IMAGE: 'headroom-test/upstream:0.1.0',
  FASTAPI_IMAGE: 'headroom-test/fastapi:0.1.0',
  API_PORT: String(await freePort()),
  API_METRICS_PORT: String(await freePort()),
  PROMETHEUS_PORT: String(await freePort()),
  GRAFANA_PORT: String(await freePort()),
});

/** @param variables of `labVariables`; several that are given the same see the same containers, each with its own results */
export async function containerLab(variables: LabVariables): Promise<ContainerLab> {
  const { COMPOSE_PROJECT_NAME: project = '', PROMETHEUS_PORT: prometheusPort } = variables;
  const lab = await testLab(variables);
  const ask = async <T>(endpoint: string, parameters: Record<string, string>): Promise<T[]> => {
    const url = `http://127.0.0.1:${prometheusPort}/api/v1/${endpoint}?${new URLSearchParams(parameters)}`;
    const answer = (await (await fetch(url)).json()) as {
      status: string;
      error?: string;
      data: { result: T[] };
    };
    if (answer.status !== 'success') throw new Error(`${parameters.query}: ${answer.error}`);
    return answer.data.result;
  };
  return {
    ...lab,
    project,
    variables,
    query: (expression) => ask<Sample>('query', { query: expression }),
    finiteSeries: async (expression, from) => {
      const range = { query: expression, start: String(from), end: String(Date.now() / 1000), step: '1' };
      const series = await ask<{ values?: [number, string][]; histograms?: unknown[] }>('query_range', range);
      return series.filter(
        ({ values = [], histograms = [] }) =>
          histograms.length > 0 || values.some(([, value]) => Number.isFinite(Number(value))),
      ).length;
    },
    remains: () =>
      ['ps --all', 'network ls', 'volume ls'].flatMap((list) =>
        docker(...list.split(' '), '--filter', `label=com.docker.compose.project=${project}`, '--quiet')
          .split('\n')
          .filter(Boolean),
      ),
  };
}

/** Runs docker and gives what it says. Throws with its complaint when it fails. */
export function docker(...words: string[]): string {
  return execFileSync('docker', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Asks again until the answer satisfies; what is asked has no events. Rejects after a while. */
export async function until<T>(
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  seconds = 180,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${JSON.stringify(answer)}`);
    await delay(250);
  }
}
