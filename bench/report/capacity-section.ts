import type { Capacity, CapacityRatio } from '@headroom/contract/capacity.ts';
import { formatRate, formatSeconds } from './quantities.ts';
import type { Section } from './section.ts';

/** How much load each endpoint carries until the service level breaks, and how the strategies compare. */
export function capacitySection(all: readonly Capacity[], ratios: readonly CapacityRatio[]): Section | null {
  const [first] = all;
  if (first === undefined) return null;
  const quantile = `p${first.slo.percent}`;
  const unit = first.model === 'open' ? 'rps' : 'users';
  const level = (value: number | null) => levelIn(first.model, value);
  const head = [
    'subject',
    'endpoint',
    `held (${unit})`,
    `broke (${unit})`,
    'in every trial',
    `${quantile} there`,
    ...(first.model === 'closed' ? ['rps there'] : []),
    'CPU per request',
    'trials',
    'why it broke',
  ];
  const body = all.map((one) => [
    one.subject,
    one.endpoint,
    `${one.bound === 'lower' ? '≥ ' : ''}${level(one.held)}`,
    one.bound === 'lower' ? '–' : level(one.broke),
    `${level(one.interval.low)} to ${level(one.interval.high)}`,
    formatSeconds(one.latencySeconds),
    ...(one.model === 'closed' ? [formatRate(one.throughputRps)] : []),
    formatSeconds(one.subjectCpuSecondsPerRequest),
    String(one.trials),
    one.reason,
  ]);
  const right = head.slice(0, -1).flatMap((_, i) => (i < 2 ? [] : [i]));
  return {
    heading: `Capacity at ${quantile} ≤ ${formatSeconds(first.slo.seconds)}`,
    table: { rows: [head, ...body], right },
    lines: [
      ...all.flatMap((one) => unheld(one)),
      ...ratios.map((ratio) => inWords(ratio, quantile, first)),
      'A load just above the capacity holds for as long as its queue takes to grow, so that short windows flatter: plan by --duration 60s.',
      `Held: the most load at which most trials kept ${quantile} within ${formatSeconds(first.slo.seconds)}, with at most 1 % failed${first.model === 'open' ? ' and at least 95 % of the offered load answered' : ''}. In every trial: between the most that held in every one of its trials, and the least that broke in every one; that is no 95 % interval.`,
    ],
  };
}

function levelIn(model: Capacity['model'], value: number | null): string {
  if (value === null) return '–';
  return model === 'open' ? formatRate(value) : String(value);
}

function unheld({ subject, endpoint, bound, model, broke, reason }: Capacity): string[] {
  const name = `${subject} ${endpoint}`;
  switch (bound) {
    case 'upper':
      return [
        `${name}: not even ${levelIn(model, broke)} ${model === 'open' ? 'requests per second' : 'users'} hold (${reason}).`,
      ];
    case 'unknown':
      return [`${name}: not known. ${reason}`];
    case 'lower':
      return [`${name}: a lower bound, because ${reason}.`];
    case 'bracket':
      return [];
    default:
      return bound satisfies never;
  }
}

function inWords(
  { subject, endpoint, than, times, interval, bound }: CapacityRatio,
  quantile: string,
  { slo, model }: Capacity,
): string {
  const range = interval === null ? '' : ` (${figure(interval.low)} to ${figure(interval.high)})`;
  const what = model === 'open' ? 'requests per second' : 'users';
  const about = Math.abs(times - 1) < 0.05 ? 'as many' : `${figure(times)} times as many`;
  return `${subject}: ${endpoint} carries ${bound === 'lower' ? 'at least ' : ''}${about} ${what} as ${than}${range} before ${quantile} exceeds ${formatSeconds(slo.seconds)}.`;
}

function figure(times: number): string {
  return times >= 99.5 ? times.toFixed(0) : times.toFixed(times < 10 ? 2 : 1);
}
