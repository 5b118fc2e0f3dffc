import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Growth } from '@headroom/contract/manifest.ts';
import { describe, expect, it } from 'vitest';
import { carryOutInTurn, type Lane } from './carry-out.ts';
import { flagSource } from './cli/flags.ts';
import { readJournal } from './collect/journal.ts';
import { readManifest, writeManifest } from './collect/manifest.ts';
import { fakeManifest } from './compare/fixtures/runs.ts';
import { loadConfig } from './config/load-config.ts';
import { silent } from './fixtures/silent-watcher.ts';
import { beginPair } from './pair.ts';
import { planTrials } from './plan/plan-trials.ts';
import { fakeRuntime } from './runtime/fake/fake-runtime.ts';
import type { Watcher } from './watcher.ts';

const never = new AbortController().signal;
const runtime = () => fakeRuntime(() => ({ serviceSeconds: 0.1, blocking: false }));

function pairOf(
  options: Record<string, unknown>,
  growth: Growth = { kind: 'none' },
): Promise<readonly [Lane, Lane]> {
  const plan = planTrials(
    loadConfig([flagSource({ endpoint: '/async', vus: '1,10', duration: '5s', ...options })]),
  );
  const { runId: _, ...manifest } = fakeManifest('', plan.trials);
  const side = () => ({ runtime: runtime(), manifest: { ...manifest, plan: { ...plan, growth } } });
  const out = mkdtempSync(join(tmpdir(), 'headroom-pair-'));
  return beginPair(out, [side(), side()], [], () => undefined);
}
/** As a later process finds them. */
const reopened = (lanes: readonly Lane[]): Lane[] =>
  lanes.map(({ run }) => ({ run, manifest: readManifest(run), runtime: runtime() }));
const idsIn = ({ run }: Lane) => readJournal(run.journal).map(({ trial }) => trial.trialId);

describe('two runs in turn', () => {
  it('go on where they were stopped, in the order that they would have had', async () => {
    const started = (into: string[]) => ({
      ...silent,
      trialStarted: ({ trialId }: { trialId: string }, _: unknown, side?: string) => {
        into.push(`${trialId} ${side}`);
      },
    });
    const whole: string[] = [];
    const lanes = await pairOf({ repeats: '3' });
    await carryOutInTurn(lanes, { watcher: started(whole), signal: never });
    expect(whole).toHaveLength(12);

    const stop = new AbortController();
    const seen: string[] = [];
    const watcher: Watcher = {
      ...started(seen),
      trialEnded: () => {
        if (seen.length === 5) stop.abort();
      },
    };
    const stopped = await pairOf({ repeats: '3' });
    const results = await carryOutInTurn(stopped, { watcher, signal: stop.signal });
    expect(results.reduce((sum, { analysis }) => sum + analysis.pending, 0)).toBe(7);
    const again = await carryOutInTurn(reopened(stopped), { watcher: started(seen), signal: never });
    expect(again.map(({ analysis }) => analysis.pending)).toEqual([0, 0]);
    expect(seen).toEqual(whole);
  });

  it('of a plan that grows get the same trials, also when one was stopped before it was told', async () => {
    const growth: Growth = { kind: 'until-stable', targetShare: 0.05, budgetSeconds: 3600 };
    const lanes = await pairOf({ repeats: '1' }, growth);
    await carryOutInTurn(lanes, { watcher: silent, signal: never });
    const [base, head] = reopened(lanes) as [Lane, Lane];
    expect(base.manifest.plan).toEqual(head.manifest.plan);
    expect(base.manifest.plan.trials.length).toBeGreaterThan(2);
    expect(idsIn(base).sort()).toEqual(idsIn(head).sort());

    // As if the power had gone between the two manifests.
    const { plan } = head.manifest;
    const lastId = plan.trials.at(-1)?.trialId;
    writeManifest(head.run, { ...head.manifest, plan: { ...plan, trials: plan.trials.slice(0, -1) } });
    for (const { run } of [base, head]) {
      const lines = readFileSync(run.journal, 'utf8').split('\n');
      writeFileSync(run.journal, lines.filter((line) => !line.includes(`"${lastId}"`)).join('\n'));
    }
    await carryOutInTurn(reopened([base, head]), { watcher: silent, signal: never });
    const [mendedBase, mendedHead] = reopened([base, head]) as [Lane, Lane];
    expect(mendedHead.manifest.plan).toEqual(mendedBase.manifest.plan);
    expect(idsIn(mendedHead)).toContain(lastId);
    expect(idsIn(mendedBase)).toContain(lastId);
  });

  it('are kept to one process, both or none', async () => {
    const lanes = await pairOf({});
    const [base, head] = lanes;
    writeFileSync(join(head.run.path, '.lock'), String(process.ppid));
    await expect(carryOutInTurn(lanes, { watcher: silent, signal: never })).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_BUSY',
    });
    writeFileSync(join(head.run.path, '.lock'), '4194999');
    await carryOutInTurn([base, head], { watcher: silent, signal: never });
    expect(idsIn(base)).toHaveLength(2);
  });
});
