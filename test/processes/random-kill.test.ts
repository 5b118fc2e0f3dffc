import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { expect, it } from 'vitest';
import { eventually } from '../../bench/fixtures/eventually.ts';
import { casesOf, seed } from '../../bench/fixtures/thoroughness.ts';
import { seededRandom } from '../../bench/random/seeded-random.ts';
import { commandLines, type Ended, fixture, type TestLab, testLab } from '../support/lab.ts';

const kills = casesOf(100, 0.3);
const labsAtATime = 5;
const trials = 3;

/** A run of three short trials of a service of one's own, and what it has kept. */
interface Subjected {
  readonly lab: TestLab;
  readonly temporary: string;
  /** Process ids of all that were started. */
  readonly runners: number[];
  /** What starts it, or goes on with it. */
  words(): readonly string[];
  /** Whole lines of its journal. */
  journal(): readonly string[];
  /** Each of its measured trials, with the moment at which its load had ended. */
  finished(): ReadonlyMap<string, number>;
}

async function subjected(): Promise<Subjected> {
  const lab = await testLab();
  const settings = lab.configure({
    order: 'listed',
    subjects: {
      odd: {
        command: ['node', fixture('odd-services/plain.mjs')],
        port: await freePort(),
        endpoints: { '/': { workload: 'odd', strategy: 'sync' } },
      },
    },
  });
  const load = ['--subject', 'odd', '--vus', '1,2,3', '--duration', '1s', '--warmup', '0s'];
  const latest = join(lab.out, 'latest');
  const journal = () => {
    const file = join(latest, 'trials.ndjson');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  };
  return {
    lab,
    temporary: mkdtempSync(join(tmpdir(), 'headroom-kill-')),
    runners: [],
    words: () => (existsSync(join(latest, 'manifest.json')) ? ['resume'] : ['run', ...settings, ...load]),
    journal,
    finished: () => {
      const records = journal().map((line) => JSON.parse(line));
      const measured = records.filter(({ state }) => state === 'measured');
      const endOf = (id: string) => statSync(join(latest, 'trials', id, 'summary.json')).mtimeMs;
      return new Map(measured.map(({ trial: { trialId } }) => [trialId, endOf(trialId)]));
    },
  };
}

/** How a command ended that was to be killed after some time, and was unless it ended before. */
async function killAfter(
  { lab, temporary, runners, words }: Subjected,
  milliseconds: number,
): Promise<Ended & { readonly killed: boolean }> {
  const running = lab.start(words(), { TMPDIR: temporary });
  runners.push(running.process.pid as number);
  const timer = setTimeout(() => running.process.kill('SIGKILL'), milliseconds);
  const ended = await running.ended;
  clearTimeout(timer);
  return { ...ended, killed: running.process.signalCode === 'SIGKILL' };
}

/** Kills runs at these shares of what they have before them, going on with each until it is complete. Gives how many runs. */
async function killAt(shares: readonly number[], wholeMilliseconds: number): Promise<number> {
  const left = [...shares];
  let runs = 0;
  while (left.length > 0) {
    runs++;
    const run = await subjected();
    for (let complete = false; !complete; ) {
      const [before, kept] = [run.journal(), run.finished()];
      const share = left.shift();
      // What a start and a report take, beside the trials.
      const expected = (wholeMilliseconds * (1 + trials - kept.size)) / (1 + trials);
      const { killed, exitCode, stderr } = await killAfter(
        run,
        share === undefined ? 2 ** 30 : share * expected,
      );
      if (!killed) expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      // Every other time it goes on at once, beside the watchdog that is at work still.
      if (!killed || left.length % 2 === 0) {
        await eventually(() => expect(watchdogsOf(run)).toEqual([]), 0.05);
        expect(run.lab.leftovers()).toEqual([]);
        expect(readdirSync(run.temporary)).toEqual([]);
      }
      // What was finished is kept, and was not run again.
      expect(run.journal().slice(0, before.length)).toEqual(before);
      expect([...run.finished()].slice(0, kept.size)).toEqual([...kept]);
      complete = !killed;
      // It was done before its time came.
      if (!killed && share !== undefined) left.unshift(share);
    }
    const measured = run.lab.records().filter(({ state }) => state === 'measured');
    expect(new Set(measured.map(({ trial }) => trial.trialId)).size).toBe(trials);
    expect(measured).toHaveLength(trials);
    expect(run.lab.report()).toMatchObject({ complete: true, excluded: [] });
  }
  return runs;
}

/** Those of its runners. */
const watchdogsOf = ({ runners }: Subjected): string[] =>
  commandLines()
    .map(({ command }) => command)
    .filter((command) => runners.some((pid) => command.includes(`watchdog.sh ${pid} `)));

it(`a run that is killed at ${kills} instants loses no finished trial, runs none twice and leaves nothing`, async () => {
  const first = await subjected();
  const began = performance.now();
  expect((await killAfter(first, 2 ** 30)).exitCode).toBe(0);
  const wholeMilliseconds = performance.now() - began;
  const random = seededRandom(seed);
  const shares = Array.from({ length: kills }, random);
  const told = await Promise.all(
    Array.from({ length: labsAtATime }, (_, lab) =>
      killAt(
        shares.filter((_, index) => index % labsAtATime === lab),
        wholeMilliseconds,
      ),
    ),
  );
  const runs = told.reduce((sum, one) => sum + one, 0);
  console.log(
    `Killed at ${kills} instants of ${runs} runs (seed ${seed}), which take ${(wholeMilliseconds / 1000).toFixed(1)} s alone: no trial lost, none doubled, nothing left.`,
  );
});
