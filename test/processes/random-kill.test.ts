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
/** Seconds that no run takes, and that a timer can wait. */
const never = 1_000_000;

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
  seconds: number,
): Promise<Ended & { readonly killed: boolean }> {
  const running = lab.start(words(), { TMPDIR: temporary });
  runners.push(running.process.pid as number);
  const timer = setTimeout(() => running.process.kill('SIGKILL'), 1000 * seconds);
  const ended = await running.ended;
  clearTimeout(timer);
  return { ...ended, killed: running.process.signalCode === 'SIGKILL' };
}

/** Kills runs at these shares of what they have before them, going on with each until it is complete. Gives how many trials were finished at each kill. */
async function killAt(shares: readonly number[], wholeSeconds: number): Promise<number[]> {
  const left = [...shares];
  const finishedAtKill: number[] = [];
  while (left.length > 0) {
    const run = await subjected();
    for (let complete = false; !complete; ) {
      const [before, kept] = [run.journal(), run.finished()];
      const share = left.shift();
      // What a start and a report take, beside the trials.
      const expected = (wholeSeconds * (1 + trials - kept.size)) / (1 + trials);
      const { killed, exitCode, stderr } = await killAfter(
        run,
        share === undefined ? never : share * expected,
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
      if (killed) finishedAtKill.push(run.finished().size);
      // It was done before its time came.
      if (!killed && share !== undefined) left.unshift(share);
    }
    const measured = run.lab.records().filter(({ state }) => state === 'measured');
    expect(new Set(measured.map(({ trial }) => trial.trialId)).size).toBe(trials);
    expect(measured).toHaveLength(trials);
    expect(run.lab.report()).toMatchObject({ complete: true, excluded: [] });
  }
  return finishedAtKill;
}

/** Those of its runners. */
const watchdogsOf = ({ runners }: Subjected): string[] =>
  commandLines()
    .map(({ command }) => command)
    .filter((command) => runners.some((pid) => command.includes(`watchdog.sh ${pid} `)));

it(`a run that is killed at ${kills} instants loses no finished trial, runs none twice and leaves nothing`, async () => {
  // As slow as they are beside each other.
  const seconds = await Promise.all(
    Array.from({ length: labsAtATime }, async () => {
      const began = performance.now();
      expect((await killAfter(await subjected(), never)).exitCode).toBe(0);
      return (performance.now() - began) / 1000;
    }),
  );
  const wholeSeconds = Math.max(...seconds);
  const random = seededRandom(seed);
  const shares = Array.from({ length: kills }, random);
  const told = await Promise.all(
    Array.from({ length: labsAtATime }, (_, lab) =>
      killAt(
        shares.filter((_, index) => index % labsAtATime === lab),
        wholeSeconds,
      ),
    ),
  );
  const times = Array.from(
    { length: trials + 1 },
    (_, finished) => told.flat().filter((one) => one === finished).length,
  );
  console.log(
    `Runs of ${wholeSeconds.toFixed(1)} s were killed ${told.flat().length} times (seed ${seed}), with 0 to ${trials} trials finished: ${times.join(', ')} times. None was lost, none doubled, nothing left.`,
  );
});
