import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { expect, it } from 'vitest';
import { eventually } from '../../bench/fixtures/eventually.ts';
import { seed } from '../../bench/fixtures/thoroughness.ts';
import { seededRandom } from '../../bench/random/seeded-random.ts';
import { commandLines, type Ended, type TestLab, testLab } from '../support/lab.ts';
import { oddService } from '../support/odd-service.ts';

/** Each takes some nine seconds, of which most is waited: HEADROOM_TEST_KILLS=100 for a thorough look at nothing else. */
const kills = Number(process.env.HEADROOM_TEST_KILLS ?? 30);
/** Two beside other tests, which many more would hold up. */
const labsAtATime = kills > 30 ? 5 : 2;
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
  const subjects = oddService(['plain.mjs'], await freePort());
  const settings = lab.configure({ order: 'listed', subjects });
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
    words: () =>
      existsSync(join(latest, 'manifest.json')) ? ['resume', ...settings] : ['run', ...settings, ...load],
    journal,
    finished: () => {
      const records = journal().map((line) => JSON.parse(line));
      const measured = records.filter(({ state }) => state === 'measured');
      const endOf = (id: string) => statSync(join(latest, 'trials', id, 'summary.json')).mtimeMs;
      return new Map(measured.map(({ trial: { trialId } }) => [trialId, endOf(trialId)]));
    },
  };
}

/** When a run is killed: a while after so many of its trials are finished. Null is never. */
type Instant = { readonly finished: number; readonly seconds: number } | null;

/** How a command ended that was to be killed, and was unless it ended before. */
async function killAt(
  instant: Instant,
  { lab, temporary, runners, words, journal }: Subjected,
): Promise<Ended & { readonly killed: boolean }> {
  const running = lab.start(words(), { TMPDIR: temporary });
  runners.push(running.process.pid as number);
  const over = new AbortController();
  const ended = running.ended.finally(() => over.abort());
  while (instant !== null && !over.signal.aborted) {
    const isDue = journal().length >= instant.finished;
    await delay(isDue ? 1000 * instant.seconds : 10, undefined, { signal: over.signal }).catch(
      () => undefined,
    );
    if (isDue) running.process.kill('SIGKILL');
  }
  return { ...(await ended), killed: running.process.signalCode === 'SIGKILL' };
}

/**
 * Kills runs until that was done so many times, going on with each until it is complete. Gives how many trials were
 * finished at each kill.
 * @param trialSeconds what a trial takes with its start
 */
async function killSome(times: number, trialSeconds: number, random: () => number): Promise<number[]> {
  const finishedAtKill: number[] = [];
  while (finishedAtKill.length < times) {
    const run = await subjected();
    for (let complete = false; !complete; ) {
      const [before, kept] = [run.journal(), run.finished()];
      const left = trials + 1 - kept.size;
      const finished = kept.size + Math.floor(random() * left);
      const seconds = random() * trialSeconds;
      // One whose trials are all finished has been killed enough.
      const isDue = finishedAtKill.length < times && kept.size < trials;
      const { killed, exitCode, stderr } = await killAt(isDue ? { finished, seconds } : null, run);
      if (!killed) expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      // Every other time it goes on at once, beside the watchdog that is at work still.
      if (!killed || finishedAtKill.length % 2 === 0) {
        await eventually(() => expect(watchdogsOf(run)).toEqual([]), 0.05);
        expect(run.lab.leftovers()).toEqual([]);
        expect(readdirSync(run.temporary)).toEqual([]);
      }
      // What was finished is kept, and was not run again.
      expect(run.journal().slice(0, before.length)).toEqual(before);
      expect([...run.finished()].slice(0, kept.size)).toEqual([...kept]);
      complete = !killed;
      if (killed) finishedAtKill.push(run.finished().size);
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

// It takes as long as its many cases take.
const limit = { timeout: 3_600_000 };

it(
  `a run that is killed at ${kills} instants loses no finished trial, runs none twice and leaves nothing`,
  limit,
  async () => {
    const told = await Promise.all(
      Array.from({ length: labsAtATime }, async (_, lab) => {
        const began = performance.now();
        expect((await killAt(null, await subjected())).exitCode).toBe(0);
        const trialSeconds = (performance.now() - began) / 1000 / (trials + 1);
        return killSome(kills / labsAtATime, trialSeconds, seededRandom(seed + lab));
      }),
    );
    const times = Array.from(
      { length: trials + 1 },
      (_, finished) => told.flat().filter((one) => one === finished).length,
    );
    console.log(
      `Killed ${told.flat().length} times (seed ${seed}), with 0 to ${trials} trials finished: ${times.join(', ')} times. None was lost, none doubled, nothing left.`,
    );
  },
);
