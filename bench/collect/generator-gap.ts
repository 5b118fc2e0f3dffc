import { BenchError } from '@headroom/contract/errors.ts';
import { z } from 'zod';
import type { Sample } from '../runtime/trial-outcome.ts';
import { parseLine, seriesReader } from './series.ts';
import type { Window } from './window.ts';

/** When a generator showed that it ran. */
export interface Signs {
  /** How often it is to show it. */
  readonly everySeconds: number;
  /** Unix time, in order. */
  readonly atSeconds: readonly number[];
}

/**
 * A k6 that has to wait for its CPU is late by a second, and a tick that it misses meanwhile is not made up for. What is
 * longer than that, and half a second for the writing, is no lateness.
 */
const lateSeconds = 1.5;
/**
 * From this share of one CPU on it was at work and only late with its own accounts, which take the longer the more
 * answers it has had.
 */
const atWorkShare = 0.25;

/**
 * Holds that k6 ran through the whole load. One that was stopped or had no CPU sends nothing, and takes the answers that
 * lie ready for it by the time that it goes on: nothing in its summary shows that.
 * @param load warm-up and window, in Unix seconds
 * @throws BenchError BENCH_GENERATOR_STOPPED
 */
export function demandNoGap(
  { everySeconds, atSeconds }: Signs,
  load: Window,
  samples: readonly Sample[],
): void {
  const gaps = atSeconds
    .slice(1)
    .map((to, before): Window => ({ from: atSeconds[before] ?? to, to }))
    .filter(({ from, to }) => to - from > everySeconds + lateSeconds && from < load.to && to > load.from)
    .filter(({ from, to }) => !wasAtWork({ from: from + everySeconds, to }, samples));
  const [gap] = gaps.sort((a, b) => lengthOf(b) - lengthOf(a));
  if (gap === undefined) return;
  const after = Math.max(0, gap.from - load.from);
  throw new BenchError(
    'BENCH_GENERATOR_STOPPED',
    `k6 stood still: it gave no sign for ${lengthOf(gap).toFixed(1)} s, from ${after.toFixed(1)} s after the start of the load on, expected one every ${everySeconds} s. Was it stopped, or the machine asleep or out of CPUs and memory? See to that, and measure again (headroom resume).`,
  );
}

const lengthOf = ({ from, to }: Window): number => to - from;

const paramSchema = z.object({ event: z.literal('param'), data: z.object({ period: z.number() }) });
const endSchema = z.object({ event: z.enum(['start', 'stop']), data: z.tuple([z.tuple([z.number()])]) });

/**
 * What k6's series shows of it: the instants at which it wrote something down, its start and its end among them.
 * It writes once a second, and less often in a load that is to last longer than 48 minutes.
 */
export function signsIn(lines: readonly string[]): Signs {
  const read = seriesReader();
  let everySeconds = 1;
  const atSeconds = lines.flatMap((line) => {
    const second = read(line);
    if (second !== null) return [second.atSeconds];
    const parsed = parseLine(line);
    const param = paramSchema.safeParse(parsed);
    if (param.success) everySeconds = param.data.data.period / 1000;
    const end = endSchema.safeParse(parsed);
    return end.success ? [end.data.data[0][0] / 1000] : [];
  });
  return { everySeconds, atSeconds };
}

/** Seen in the time in which a sign was overdue; false where nobody has looked twice. */
function wasAtWork({ from, to }: Window, samples: readonly Sample[]): boolean {
  const looks = samples.flatMap(({ atSeconds, generatorCpuSeconds }) =>
    generatorCpuSeconds === null || atSeconds < from || atSeconds > to
      ? []
      : [{ atSeconds, generatorCpuSeconds }],
  );
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined || first === last) return false;
  const used = last.generatorCpuSeconds - first.generatorCpuSeconds;
  return used / (last.atSeconds - first.atSeconds) >= atWorkShare;
}
