import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LockTaker, startLockTaker } from '../support/lock-takers.ts';

const rounds = 2000;
/** No process has it: Linux numbers them up to 2^22. */
const noPid = 4_194_305;

let takers: LockTaker[];
beforeAll(async () => {
  takers = await Promise.all([1, 2, 3, 4].map(startLockTaker));
});
afterAll(async () => {
  await Promise.all(takers.map((taker) => taker.kill()));
});

const holder = (changes: object) =>
  JSON.stringify({ pid: noPid, startedAt: 'a-boot 1', host: hostname(), token: 'dead', ...changes });

function leaveLock(path: string, content: string): void {
  mkdirSync(path);
  writeFileSync(join(path, 'holder'), content);
}

/** What lies where the lock belongs when they begin. */
const leftovers: Readonly<Record<string, (path: string) => void>> = {
  nothing: () => undefined,
  'the lock of a process that is gone': (path) => leaveLock(path, holder({})),
  'that of a process whose number another has by now': (path) =>
    leaveLock(path, holder({ pid: process.pid })),
  'one whose holder the disk had no room for': (path) => leaveLock(path, ''),
  'a folder with nothing in it': (path) => mkdirSync(path),
  'an empty file': (path) => writeFileSync(path, ''),
  'the file of an earlier Headroom that is gone': (path) => writeFileSync(path, String(noPid)),
  'what one left that was killed while it took the lock': (path) => mkdirSync(`${path}.new-1`),
};

describe('of four processes that take a lock at once', () => {
  it(`one gets it, in ${rounds} rounds, whatever lies there, and nothing is left`, async () => {
    const kinds = Object.entries(leftovers);
    const folder = mkdtempSync(join(tmpdir(), 'headroom-locks-'));
    const path = join(folder, '.lock');
    const seen = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      const [kind = '', leave] = kinds[round % kinds.length] ?? [];
      leave?.(path);
      const answers = await Promise.all(takers.map((taker) => taker.take(path)));
      const winners = takers.filter((_, i) => answers[i] === 'got');
      expect([round, kind, winners.length, answers]).toEqual([round, kind, 1, answers]);
      const [winner] = winners as [LockTaker];
      const busy = answers.filter((answer) => answer !== 'got');
      for (const answer of busy) expect(answer).toMatch(/^process \d+ has it\.$/);
      expect(JSON.parse(readFileSync(join(path, 'holder'), 'utf8'))).toMatchObject({
        pid: winner.process.pid,
      });
      await winner.free();
      expect([kind, readdirSync(folder)]).toEqual([kind, []]);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
    expect([...seen.values()]).toEqual(kinds.map(() => rounds / kinds.length));
  });

  it('one gets that of a holder who was killed, also in the midst of taking it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-locks-'));
    const path = join(folder, '.lock');
    for (let round = 0; round < 20; round++) {
      const killed = await startLockTaker();
      const taken = killed.take(path);
      if (round % 2 === 0) {
        expect(await taken).toBe('got');
        const whileHeld = await Promise.all(takers.map((taker) => taker.take(path)));
        expect(whileHeld).toEqual(Array(4).fill(`process ${killed.process.pid} has it.`));
      }
      await killed.kill();
      const answers = await Promise.all(takers.map((taker) => taker.take(path)));
      expect(answers.filter((answer) => answer === 'got')).toHaveLength(1);
      await takers[answers.indexOf('got')]?.free();
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});
