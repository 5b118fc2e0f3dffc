import type { Capacity, CapacityRatio } from '@headroom/contract/capacity.ts';

/** How many times as much the strategies of one workload carry as the one among them that carries least. */
export function capacityRatios(all: readonly Capacity[]): CapacityRatio[] {
  const groups = Map.groupBy(all, ({ subject, workload }) => `${subject} ${workload}`);
  return [...groups.values()].flatMap(ratiosOf);
}

function ratiosOf(group: readonly Capacity[]): CapacityRatio[] {
  // What was only seen to hold, and never to break, is nothing to compare with.
  const known = group.filter(({ bound, held }) => bound === 'bracket' && held !== null);
  const base = known.reduce<Capacity | null>(
    (least, one) => (least === null || (one.held ?? 0) < (least.held ?? 0) ? one : least),
    null,
  );
  if (base === null) return [];
  return group.filter((one) => one !== base).flatMap((one) => ratioOf(one, base) ?? []);
}

function ratioOf(one: Capacity, base: Capacity): CapacityRatio | null {
  if (one.held === null || base.held === null || (one.bound === 'lower' && one.held < base.held)) return null;
  const { low, high } = one.interval;
  const [least, most] = [base.interval.low, base.interval.high];
  const isClosed = low !== null && high !== null && least !== null && most !== null;
  return {
    subject: one.subject,
    endpoint: one.endpoint,
    than: base.endpoint,
    times: one.held / base.held,
    interval: isClosed ? { low: low / most, high: high / least } : null,
    bound: one.bound === 'lower' ? 'lower' : 'estimate',
  };
}
