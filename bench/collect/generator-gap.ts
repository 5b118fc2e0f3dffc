import { BenchError } from '@headroom/contract/errors.ts';
import { z } from 'zod';
import type { Sample } from '../runtime/trial-outcome.ts';
import { parseLine, seriesReader } from './series.ts';
import type { Window } from './window.ts';

/** How often k6 adds to its series. */
const periodSeconds = 1;
/**
 * A k6 that has to wait for its CPU is late by a second, and the tick that it misses meanwhile is not made up for: then
 * two seconds lie between two lines. What is longer than that, and half a second for the writing, is no lateness.
 */
const longestSeconds = 2.5;
/**
 * From this share of one CPU on it was at work and only late with its own accounts, which take the longer the more
 * answers it has had.
 */
const atWorkShare = 0.25;

const endSchema = z.object({ event: z.enum(['start', 'stop']), data: z.tuple([z.tuple([z.number()])]) });

/**
 * Holds that k6 ran through the whole load. One that was stopped or had no CPU sends nothing, and takes the answers that
 * lie ready for it by the time that it goes on: nothing in its summary shows that.
 * @param lines of its series
 * @param load warm-up and window, in Unix seconds
 * @throws BenchError BENCH_GENERATOR_STOPPED
 */
export function demandNoGap(lines: readonly string[], load: Window, samples: readonly Sample[]): void {
  const signs = signsOfLife(lines);
  const gaps = signs
    .slice(1)
    .map((to, before): Window => ({ from: signs[before] ?? to, to }))
    .filter(({ from, to }) => to - from > longestSeconds && from < load.to && to > load.from)
    .filter((gap) => !wasAtWork(gap, samples));
  const [gap] = gaps.sort((a, b) => lengthOf(b) - lengthOf(a));
  if (gap === undefined) return;
  const after = Math.max(0, gap.from - load.from);
  throw new BenchError(
    'BENCH_GENERATOR_STOPPED',
    `k6 stood still: it gave no sign for ${lengthOf(gap).toFixed(1)} s, from ${after.toFixed(1)} s after the start of the load on, expected one each second. Was it stopped, or the machine asleep or out of CPUs and memory? See to that, and measure again (headroom resume).`,
  );
}

const lengthOf = ({ from, to }: Window): number => to - from;

/** Unix seconds at which k6 wrote something down, its start and its end among them. */
function signsOfLife(lines: readonly string[]): number[] {
  const read = seriesReader();
  return lines.flatMap((line) => {
    const second = read(line);
    if (second !== null) return [second.atSeconds];
    const end = endSchema.safeParse(parseLine(line));
    return end.success ? [end.data.data[0][0] / 1000] : [];
  });
}

/** Seen while a sign was overdue; false where nobody has looked twice. */
function wasAtWork({ from, to }: Window, samples: readonly Sample[]): boolean {
  const looks = samples.flatMap(({ atSeconds, generatorCpuSeconds }) =>
    generatorCpuSeconds === null || atSeconds < from + periodSeconds || atSeconds > to
      ? []
      : [{ atSeconds, generatorCpuSeconds }],
  );
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined || first === last) return false;
  const used = last.generatorCpuSeconds - first.generatorCpuSeconds;
  return used / (last.atSeconds - first.atSeconds) >= atWorkShare;
}
