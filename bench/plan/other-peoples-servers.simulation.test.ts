import type { Cell } from '@headroom/contract/report.ts';
import type { Scaling } from '@headroom/contract/scaling.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { analyse } from '../analyse/analyse.ts';
import { casesOf, leastOf, mostOf, seed } from '../fixtures/thoroughness.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { type OtherKind, type OtherService, otherKinds, otherService } from './fixtures/other-services.ts';
import { carryOutProbe } from './fixtures/simulated-probe.ts';

const probesPerKind = casesOf(1000);

interface Probed {
  readonly service: OtherService;
  readonly found: Scaling;
  readonly cells: readonly Cell[];
}

type Says = (probed: Probed) => boolean;

const says =
  (...kinds: Scaling['classification'][]): Says =>
  ({ found }) =>
    kinds.includes(found.classification);

/** Of that size, give or take a tenth, or a lower bound of it. */
const ofSize =
  (...kinds: Scaling['classification'][]): Says =>
  (probed) => {
    const { value = 0, bound = 'estimate' } = probed.found.concurrency ?? {};
    const size = probed.service.size ?? Number.NaN;
    const isRight = Math.abs(value / size - 1) < 0.1 || (bound === 'lower' && value < size);
    return says(...kinds)(probed) && isRight;
  };

const never: Says = () => false;

/** Whether a level carries that mark. */
const marked =
  (...marks: string[]): Says =>
  ({ cells }) =>
    cells.some(({ warnings }) => warnings.some(({ code }) => marks.includes(code)));

/**
 * What is right of each kind, what is neither right nor wrong, and the mark that is the true reason where nothing is said.
 */
const truths: Readonly<Record<OtherKind, { right: Says; pardoned?: Says; reason?: Says }>> = {
  // A loop that nobody was dealt is not seen; and loops that chance fills evenly serve like a pool.
  loops: { right: ofSize('loops'), pardoned: (one) => says('loops')(one) || ofSize('pool')(one) },
  'kept-places': { right: ofSize('pool'), reason: marked('starved') },
  rows: { right: ofSize('pool') },
  newcomers: { right: says('one-at-a-time'), reason: marked('starved') },
  // Up to the limit nobody waits.
  refusing: { right: says('scales'), reason: marked('refused', 'failed-requests') },
  // Nothing is to be said of errors, however fast they come.
  'fast-errors': { right: never, reason: marked('other-answer') },
  // It has grown to its most.
  growing: { right: ofSize('pool'), reason: marked('growing') },
  'cold-pool': { right: ofSize('pool'), reason: marked('cold-lone-user') },
  'cold-delay': { right: says('scales') },
  single: { right: says('one-at-a-time') },
  pool: { right: ofSize('pool') },
  delay: { right: says('scales') },
  // What is tried is that it is not taken for one that grows: its queue still builds up in windows as short as these.
  lock: { right: says('contended'), pardoned: says('pool', 'loops') },
};

const fixed: readonly OtherKind[] = ['single', 'pool', 'delay', 'lock', 'loops', 'newcomers', 'kept-places'];

describe(`${probesPerKind.toLocaleString('en')} probes of each kind of other people's servers (HEADROOM_TEST_SEED=${seed})`, () => {
  const tables: string[] = [];
  afterAll(() => console.log([`seed ${seed}`, ...tables].join('\n')));

  it.each(otherKinds)('%s', (kind) => {
    const random = seededRandom(seed + otherKinds.indexOf(kind));
    const probes = Array.from({ length: probesPerKind }, () => probe(otherService(kind, random), random));
    const { right, pardoned, reason = () => true } = truths[kind];
    const unknown = probes.filter(says('unknown'));
    const told = unknown.filter(reason);
    const known = probes.filter((one) => !says('unknown')(one));
    const wrong = known.filter((one) => !right(one) && pardoned?.(one) !== true);
    const grown = probes.flatMap(({ cells }) => cells).filter(grew).length;
    const levels = probes.reduce((sum, { cells }) => sum + cells.length, 0);
    tables.push(
      `${kind.padEnd(11)} right ${known.filter(right).length}, unknown ${unknown.length} (with its reason ${told.length}), wrong ${wrong.length}${pardoned ? `, neither ${known.filter(pardoned).filter((one) => !right(one)).length}` : ''}; ${grown} of ${levels} levels grew`,
    );
    const examples = wrong
      .slice(0, 3)
      .map(({ service, found }) => `${service.words}: ${found.evidence.join(' ')}`);
    const silent = unknown.length - told.length;
    expect(
      (probesPerKind - wrong.length - silent) / probesPerKind,
      examples.join('\n'),
    ).toBeGreaterThanOrEqual(leastOf(0.95, probesPerKind));
    expect(wrong.length / probesPerKind, examples.join('\n')).toBeLessThanOrEqual(wrongMost);
    if (fixed.includes(kind)) expect(grown / levels).toBeLessThan(mostOf(0.02, levels));
  });
});

/** One in a hundred, and what chance may add to it by three standard errors, so that no fresh seed fails for nothing. */
const wrongMost = 0.01 + 3 * Math.sqrt((0.01 * 0.99) / probesPerKind);

const grew = ({ warnings }: Cell): boolean => warnings.some(({ code }) => code === 'growing');

function probe(service: OtherService, random: () => number): Probed {
  const { plan, records } = carryOutProbe(service, { seed: 1 + Math.floor(1e9 * random()) });
  const { scaling, cells } = analyse(records, plan.trials, null, plan.growth);
  return { service, found: scaling[0] as Scaling, cells };
}
