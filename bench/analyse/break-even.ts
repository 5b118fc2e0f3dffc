import type { BreakEven, Cell } from '@headroom/contract/report.ts';
import { latencyOf } from './cell-figures.ts';
import { noiseShare } from './noise.ts';

interface Pair {
  readonly waitSeconds: number;
  readonly sync: Cell;
  readonly async: Cell;
}

/**
 * From which wait async pays at a given number of users: the shortest one from which on users of the blocking
 * handler wait over 1.3 times as long as those of the asynchronous one, beside the longest at which they do not.
 * For every subject and level that has at least two waits of the same kind, always as long.
 */
export function breakEvens(cells: readonly Cell[]): BreakEven[] {
  const groups = Map.groupBy(cells, ({ subject, vus }) => `${subject} ${vus}`);
  return [...groups.values()].flatMap((group) => {
    const pairs = pairsOf(group);
    const [first] = group;
    return first === undefined || pairs.length < 2 ? [] : [breakEvenOf(first, pairs)];
  });
}

function pairsOf(cells: readonly Cell[]): Pair[] {
  const waits = cells.flatMap(({ endpoint }) => /^\/sync\?delay=([\d.]+)$/.exec(endpoint)?.[1] ?? []);
  return waits
    .flatMap((wait) => {
      const of = (route: string) => cells.find(({ endpoint }) => endpoint === `${route}?delay=${wait}`);
      const [sync, async] = [of('/sync'), of('/async')];
      return sync && async ? [{ waitSeconds: Number(wait), sync, async }] : [];
    })
    .sort((a, b) => a.waitSeconds - b.waitSeconds);
}

function breakEvenOf({ subject, vus }: Cell, pairs: readonly Pair[]): BreakEven {
  const waits = pairs.map((pair) => ({ ...figuresOf(pair), waitSeconds: pair.waitSeconds }));
  const lastWithout = waits.findLastIndex(({ latencyRatio }) => !(latencyRatio > 1 + noiseShare));
  return {
    subject,
    vus,
    waits,
    paysFromSeconds: waits[lastWithout + 1]?.waitSeconds ?? null,
    notAtSeconds: waits[lastWithout]?.waitSeconds ?? null,
  };
}

function figuresOf({ sync, async }: Pair) {
  const [slow, fast] = [latencyOf(sync) ?? 0, latencyOf(async) ?? 0];
  return {
    syncLatencySeconds: slow,
    asyncLatencySeconds: fast,
    latencyRatio: fast > 0 ? slow / fast : 0,
    throughputRatio: sync.throughputRps > 0 ? async.throughputRps / sync.throughputRps : 0,
  };
}
