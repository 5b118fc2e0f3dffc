import type { Cell } from '@headroom/contract/report.ts';
import { bystanderMedian, isSpared, latencyOf } from '../analyse/cell-figures.ts';
import { hasMark } from '../analyse/has-mark.ts';
import { noiseShare } from '../analyse/noise.ts';
import { idealThroughput } from '../model/ideal.ts';
import { bounded, percent, rps, seconds, users } from '../words/in-words.ts';
import type { Judgement } from './claim.ts';
import { times } from './figures.ts';

/** "About" in the article's table: its figures have one digit, and its machine was another. */
const aboutShare = 0.2;
/** A bystander that waits longer than this for nothing would call the service frozen. */
const frozenSeconds = 0.05;

/** A row of the article's results table: latency in seconds and requests per second, both "about". */
export function tableRow(latencySeconds: number, throughputRps: number) {
  return ([cell]: readonly Cell[]): Judgement => {
    const { throughputRps: measured } = cell as Cell;
    const latency = latencyOf(cell as Cell);
    const fits = latency !== null && isAbout(measured, throughputRps) && isAbout(latency, latencySeconds);
    return {
      verdict: fits ? 'holds' : 'does not hold',
      reason: `${seconds(latency ?? 0)} and ${rps(measured)}${whoseWait(cell as Cell)}`,
    };
  };
}

function isAbout(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= aboutShare * wanted;
}

/** Where some were not answered at all, the latency is what each would wait in turn. */
const whoseWait = (cell: Cell): string =>
  cell.users !== null && hasMark(cell, 'starved')
    ? `, with everybody served in turn; ${cell.users.there - cell.users.answered} of ${cell.users.there} users were not answered at all`
    : '';

/** From few users to many: throughput stays where it is, so that latency grows with the users. */
export function servesOneAtATime([few, many]: readonly Cell[]): Judgement {
  const [less, more] = [few as Cell, many as Cell];
  const ratio = (latencyOf(more) ?? 0) / (latencyOf(less) ?? Number.NaN);
  const usersGrown = more.vus / less.vus;
  const grown = more.throughputRps / less.throughputRps;
  const linear = grown < 1 + noiseShare && ratio > (1 - noiseShare) * usersGrown;
  return {
    verdict: linear ? 'holds' : 'does not hold',
    reason: `${times(usersGrown)} the users: ${times(grown)} the throughput (${rps(more.throughputRps)}) and ${times(ratio)} the latency (${seconds(latencyOf(more) ?? 0)})`,
  };
}

/** Throughput at many users is near that of a server that never queues. */
export function keepsUp([cell]: readonly Cell[]): Judgement {
  const { throughputRps, idealThroughputRps, vus } = cell as Cell;
  const share = throughputRps / (idealThroughputRps ?? Number.NaN);
  return {
    verdict: share >= 0.95 ? 'holds' : 'does not hold',
    reason: `${rps(throughputRps)} at ${users(vus)}, ${percent(share)} of what a server that never queues would give`,
  };
}

/** Whoever asks for something cheap meanwhile has to wait for it. */
export function freezes([cell]: readonly Cell[]): Judgement {
  const median = bystanderMedian(cell as Cell);
  if (median === null) return { verdict: 'not measured', reason: 'no bystanders were sent' };
  return {
    verdict: median.value > frozenSeconds ? 'holds' : 'does not hold',
    reason: `at ${users((cell as Cell).vus)} a request that needs nothing takes ${bounded(median)} (median)`,
  };
}

/** Nobody else notices the load. */
export function spares([blocking, sparing]: readonly Cell[]): Judgement {
  const [before, after] = [bystanderMedian(blocking as Cell), bystanderMedian(sparing as Cell)];
  if (before === null || after === null)
    return { verdict: 'not measured', reason: 'no bystanders were sent' };
  return {
    verdict: isSpared(blocking as Cell, sparing as Cell) ? 'holds' : 'does not hold',
    reason: `bystanders wait ${bounded(after)} (median), against ${bounded(before)} on the event loop`,
  };
}

/** More is done at once, up to the CPUs there are. */
export function addsCpu(
  [blocking, pooled]: readonly Cell[],
  { subjectCpus }: { subjectCpus: number },
): Judgement {
  const ratio = (pooled as Cell).throughputRps / (blocking as Cell).throughputRps;
  const reason = `${times(ratio)} the throughput (${rps((pooled as Cell).throughputRps)}) on ${subjectCpus === 1 ? 'one CPU' : `${subjectCpus} CPUs`}`;
  if (subjectCpus === 1) {
    return { verdict: 'depends', reason: `${reason}: it takes a second CPU to gain any` };
  }
  return { verdict: ratio > 1 + noiseShare ? 'holds' : 'does not hold', reason };
}

/** The second way gives more throughput than the first at the same users, or spares everybody else. */
export function isBetter([plain, other]: readonly Cell[]): Judgement {
  const ratio = (other as Cell).throughputRps / (plain as Cell).throughputRps;
  const bystanders = spares([plain as Cell, other as Cell]);
  const gains = ratio > 1 + noiseShare;
  const spared = bystanders.verdict === 'holds';
  const reason = `${times(ratio)} the throughput at ${users((other as Cell).vus)}; ${bystanders.reason}`;
  if (ratio < 1 - noiseShare) return { verdict: spared ? 'depends' : 'does not hold', reason };
  if (gains) return { verdict: 'holds', reason };
  return { verdict: spared ? 'holds' : 'depends', reason };
}

/** The first way loses nothing against the second, in throughput and in CPU time a request. */
export function losesNothing([plain, other]: readonly Cell[]): Judgement {
  const throughput = (plain as Cell).throughputRps / (other as Cell).throughputRps;
  const [cpu, otherCpu] = [plain, other].map((cell) => cell?.subjectCpuSecondsPerRequest ?? Number.NaN);
  const ratio = (cpu as number) / (otherCpu as number);
  const reason = `${times(throughput)} the throughput and ${times(ratio)} the CPU time a request at ${users((plain as Cell).vus)}`;
  if (throughput < 1 - noiseShare) return { verdict: 'does not hold', reason };
  return { verdict: throughput > 1 + noiseShare || !(ratio > 1 + noiseShare) ? 'holds' : 'depends', reason };
}

/** More requests are served for the memory and CPU time that the process takes. */
export function needsLess([plain, other]: readonly Cell[]): Judgement {
  const [before, after] = [plain as Cell, other as Cell];
  const served = after.throughputRps / before.throughputRps;
  const memory = (after.peakResidentBytes ?? Number.NaN) / (before.peakResidentBytes ?? Number.NaN);
  const cpu =
    (after.subjectCpuSecondsPerRequest ?? Number.NaN) / (before.subjectCpuSecondsPerRequest ?? Number.NaN);
  const less = served > 1 + noiseShare && memory / served < 1 && cpu < 1;
  return {
    verdict: less ? 'holds' : 'does not hold',
    reason: `${times(served)} the requests with ${times(memory)} the memory and ${times(cpu)} the CPU time a request`,
  };
}

/** Async where nothing waits: only CPU time can tell, because throughput is think time there. */
export function costsMore([plain, other]: readonly Cell[]): Judgement {
  const ratio =
    ((other as Cell).subjectCpuSecondsPerRequest ?? Number.NaN) /
    ((plain as Cell).subjectCpuSecondsPerRequest ?? Number.NaN);
  const reason = `${times(ratio)} the CPU time a request at ${users((other as Cell).vus)}`;
  if (ratio > 1 + noiseShare) return { verdict: 'holds', reason };
  return { verdict: 'does not hold', reason: `${reason}: no more than two runs of the same thing differ` };
}

/** Whether users that start one after the other explain the article's figure, on a server as good as this one. */
export function isEffectOfSpawnRate(claimedRps: number, usersPerSecond: number, windowSeconds: number) {
  return ([cell]: readonly Cell[]): Judgement => {
    const { throughputRps, idealThroughputRps, vus, serviceSeconds } = cell as Cell;
    const article = {
      vus,
      warmupSeconds: 0,
      durationSeconds: windowSeconds,
      thinkTime: { minSeconds: 0.1, maxSeconds: 0.2 },
      start: { kind: 'spawn-rate', usersPerSecond } as const,
      seed: 1,
      continues: null,
    };
    const share = throughputRps / (idealThroughputRps ?? Number.NaN);
    const expected = share * idealThroughput(article, serviceSeconds ?? Number.NaN);
    return {
      verdict: isAbout(expected, claimedRps) ? 'holds' : 'does not hold',
      reason: `${rps(throughputRps)} with all users there; ${rps(expected)} over ${windowSeconds} s in which ${usersPerSecond} start a second (simulated)`,
    };
  };
}
