import { expect, it } from 'vitest';
import { fakeClock } from './fake/fake-clock.ts';
import type { RunningGenerator, RunningSubject } from './runtime.ts';
import { sample } from './sampler.ts';

it('tells of each look at once, and of its scrape when that has been answered', async () => {
  const told: string[] = [];
  const stop = new AbortController();
  const answers: (() => void)[] = [];
  const usage = { cpuSeconds: 1, residentBytes: 2, throttledSeconds: null };
  const subject = {
    usage: () => usage,
    scrape: () => new Promise<string>((resolve) => answers.push(() => resolve('page'))),
  } as unknown as RunningSubject;
  const generator = { cpuSeconds: () => 0.5 } as RunningGenerator;
  const sampling = sample(subject, generator, fakeClock(), stop.signal, [
    {
      looked: (look) => {
        told.push(`look ${Object.keys(look)}`);
        if (told.length < 2) return;
        stop.abort();
        // The loop asks for the page after it has told of the look.
        queueMicrotask(() => {
          for (const answer of answers) answer();
        });
      },
    },
    { sampled: ({ metrics }) => told.push(`sample ${metrics}`) },
  ]);
  const samples = await sampling;
  const look = 'look atSeconds,generatorCpuSeconds,othersCpuSeconds,usage';
  expect(told).toEqual([look, look, 'sample page', 'sample page']);
  expect(samples).toMatchObject([
    { generatorCpuSeconds: 0.5, othersCpuSeconds: null, usage, asked: true, metrics: 'page' },
    { generatorCpuSeconds: 0.5, othersCpuSeconds: null, usage, asked: true, metrics: 'page' },
  ]);
});
