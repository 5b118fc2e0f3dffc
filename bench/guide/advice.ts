import type { BreakEven, Cell } from '@headroom/contract/report.ts';
import type { Subject } from '@headroom/contract/routes.ts';
import { bystanderMedian, isSpared, latencyOf } from '../analyse/cell-figures.ts';
import { noiseShare } from '../analyse/noise.ts';
import { times } from '../claims/figures.ts';
import { formatBytes, formatRate } from '../report/quantities.ts';
import { bounded, percent, rps, seconds, users } from '../words/in-words.ts';

export interface CellName {
  readonly subject: Subject;
  readonly endpoint: string;
  readonly vus: number;
}

/** What to do, and the figures that say so. */
export interface Answer {
  readonly choose: string;
  readonly because: string;
}

/** A question of somebody who writes a handler, and how measured cells answer it. */
export interface Advice {
  readonly question: string;
  readonly needs: readonly CellName[];
  /** Gets the cells in the order of `needs`. */
  readonly answer: (cells: readonly Cell[]) => Answer;
}

const nest = (endpoint: string, vus: number): CellName => ({ subject: 'nest', endpoint, vus });
const pair = (workload: string, vus: number) => [
  nest(`/${workload}/sync`, vus),
  nest(`/${workload}/async`, vus),
];

/** In the order of the guide. */
export const advices: readonly Advice[] = [
  { question: 'It queries a database', needs: pair('db', 10), answer: whetherToYield },
  { question: 'It calls another service over HTTP', needs: pair('http', 10), answer: whetherToYield },
  {
    question: 'It reads files that are in the page cache',
    needs: pair('disk', 10),
    answer: whetherToYield,
  },
  {
    question: 'It computes in JavaScript',
    needs: [nest('/cpu', 10), nest('/cpu/pool', 10), nest('/cpu/queue', 10)],
    answer: whereToCompute,
  },
  {
    question: 'It computes in native code that has an asynchronous form, such as scrypt',
    needs: pair('hash', 10),
    answer: whetherToYield,
  },
  {
    question: 'It needs a library that blocks',
    needs: [nest('/http/sync', 1), nest('/http/sync', 10)],
    answer: whatBlockingCosts,
  },
  {
    question: 'Nobody else asks meanwhile',
    needs: [nest('/sync', 1), nest('/async', 1)],
    answer: whetherItMatters,
  },
  {
    question: 'It waits for nothing',
    needs: [nest('/noop/sync', 10), nest('/noop/async', 10)],
    answer: whatAsyncCosts,
  },
  {
    question: 'It blocks, and I would rather run more processes',
    needs: [nest('/sync', 10), { subject: 'nest-cluster', endpoint: '/sync', vus: 10 }],
    answer: whatProcessesGive,
  },
];

/** More throughput, or the same with everybody else spared, is worth an `await`. */
function whetherToYield([sync, async]: readonly Cell[]): Answer {
  const [blocking, yielding] = [sync as Cell, async as Cell];
  // Latency first: while users mostly think, throughput hardly shows what they wait.
  const [waited, waits] = [latencyOf(blocking), latencyOf(yielding)];
  const byLatency = waited && waits ? waited / waits : 1;
  const differs = byLatency > 1 + noiseShare || byLatency < 1 - noiseShare;
  const faster = differs ? byLatency : yielding.throughputRps / blocking.throughputRps;
  const [before, after] = [bystanderMedian(blocking), bystanderMedian(yielding)];
  const spared = isSpared(blocking, yielding) ?? false;
  const because = [
    ...(waited && waits ? [`each waits ${seconds(waits)} against ${seconds(waited)}`] : []),
    `${formatRate(yielding.throughputRps)} against ${formatRate(blocking.throughputRps)} requests per second at ${users(yielding.vus)}`,
    ...(before && after ? [`somebody else waits ${bounded(after)} against ${bounded(before)}`] : []),
  ].join('; ');
  if (faster < 1 - noiseShare)
    return { choose: spared ? '`async`, unless it has the service for itself' : '`sync`', because };
  if (faster > 1 + noiseShare || spared) return { choose: '`async`', because };
  return { choose: 'either: the difference is within the noise', because };
}

function whereToCompute([loop, pool, queue]: readonly Cell[]): Answer {
  const others = [
    { name: 'worker threads', cell: pool as Cell },
    {
      name: 'a job queue, where jobs must outlive the process or answers may come later',
      cell: queue as Cell,
    },
  ];
  const sparing = others.filter(({ cell }) => isSpared(loop as Cell, cell));
  const figures = [loop as Cell, pool as Cell, queue as Cell].map((cell) => {
    const median = bystanderMedian(cell);
    return `\`${cell.endpoint}\` ${rps(cell.throughputRps)}, somebody else waits ${median === null ? 'an unknown time' : bounded(median)}`;
  });
  return {
    choose:
      sparing.length === 0
        ? 'anything: none of them spares anybody'
        : sparing.map(({ name }) => name).join('; or '),
    because: figures.join('; '),
  };
}

function whatBlockingCosts([alone, many]: readonly Cell[]): Answer {
  const [one, ten] = [alone as Cell, many as Cell];
  const grown = ten.throughputRps / one.throughputRps;
  const queues = (latencyOf(ten) ?? 0) > (1 + noiseShare) * (latencyOf(one) ?? 0);
  return {
    choose: queues
      ? 'a worker thread or a process for it as soon as several users come at once'
      : 'it as it is: at this level nobody has to queue',
    because: `${users(ten.vus)} get ${times(grown)} the throughput of one, and each waits ${seconds(latencyOf(ten) ?? 0)} against ${seconds(latencyOf(one) ?? 0)}`,
  };
}

function whetherItMatters([sync, async]: readonly Cell[]): Answer {
  const [blocking, yielding] = [latencyOf(sync as Cell) ?? 0, latencyOf(async as Cell) ?? 0];
  const differs = Math.abs(blocking / yielding - 1) > noiseShare;
  return {
    choose: differs ? (blocking < yielding ? '`sync`' : '`async`') : 'whichever reads better',
    because: `a lone user waits ${seconds(blocking)} for the one and ${seconds(yielding)} for the other`,
  };
}

function whatAsyncCosts([sync, async]: readonly Cell[]): Answer {
  const ratio =
    ((async as Cell).subjectCpuSecondsPerRequest ?? Number.NaN) /
    ((sync as Cell).subjectCpuSecondsPerRequest ?? Number.NaN);
  const costs = ratio > 1 + noiseShare;
  return {
    choose: costs ? '`sync`' : 'either: an `async` that awaits nothing costs nothing that can be seen',
    because: `it takes ${times(ratio)} the CPU time a request`,
  };
}

function whatProcessesGive([one, several]: readonly Cell[]): Answer {
  const [single, cluster] = [one as Cell, several as Cell];
  const gain = cluster.throughputRps / single.throughputRps;
  const share = cluster.throughputRps / (cluster.idealThroughputRps ?? Number.NaN);
  return {
    choose:
      share > 0.95
        ? 'more processes: they are enough at this level'
        : 'processes only for what cannot be made to yield: each serves one request at a time',
    because: `${times(gain)} the throughput for ${formatBytes(cluster.peakResidentBytes)} instead of ${formatBytes(single.peakResidentBytes)}, ${percent(share)} of what a server that never queues would give ${users(cluster.vus)}`,
  };
}

/** From which wait on it is worth the trouble, by a sweep over waits. */
export function adviceOfSweep({ vus, paysFromSeconds, notAtSeconds, waits }: BreakEven): Answer {
  const figures = waits.map(
    ({ waitSeconds, latencyRatio }) => `${seconds(waitSeconds)}: ${times(latencyRatio)}`,
  );
  const slower = waits.filter(({ latencyRatio }) => latencyRatio > 0 && latencyRatio < 1 - noiseShare);
  const quick =
    slower.length === 0
      ? ''
      : `; \`sync\` at ${slower.map(({ waitSeconds }) => seconds(waitSeconds)).join(', ')}, where it is the faster one`;
  return {
    choose:
      paysFromSeconds === null
        ? `either at ${users(vus)}${quick}`
        : `\`async\` from a wait of ${seconds(paysFromSeconds)} on at ${users(vus)}${notAtSeconds === null ? '' : `, either up to ${seconds(notAtSeconds)}`}${quick}`,
    because: `what users of the blocking handler wait, over what those of the other wait: ${figures.join(', ')}`,
  };
}
