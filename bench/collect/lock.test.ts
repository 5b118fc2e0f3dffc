import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { ownHolder } from './holder.ts';
import { holderOf, lock } from './lock.ts';
import { look } from './lock-folder.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-lock-'));
  path = join(folder, '.lock');
});

const take = () => lock(path, (who) => `${who} has it.`);
const leave = (content: object | string, name = '.lock') => {
  mkdirSync(join(folder, name));
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder, name, 'holder'), text);
};
const busy = (message: unknown) => expect.objectContaining({ code: 'BENCH_PREFLIGHT_BUSY', message });
/** As another process of this machine would write it. */
const parent = () => ({ ...ownHolder('its own'), pid: process.ppid, startedAt: null });
const noPid = 4_194_305;

describe('a lock', () => {
  it('says who has it, and is gone when it is let go', () => {
    const free = take();
    const own = { pid: process.pid, host: hostname(), token: expect.any(String) };
    expect(JSON.parse(readFileSync(join(path, 'holder'), 'utf8'))).toMatchObject(own);
    expect(holderOf(path)).toMatchObject(own);
    expect(take).toThrow(busy(`process ${process.pid} has it.`));
    free();
    expect(holderOf(path)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
    take()();
  });

  it.runIf(existsSync('/proc/self/stat'))('names boot and start of its process on Linux', () => {
    expect(ownHolder('x').startedAt).toMatch(/^[0-9a-f-]{36} \d+$/);
  });

  it.each([
    ['a process that is gone', { ...ownHolder('x'), pid: noPid }],
    [
      'a process of an earlier boot whose number is another one by now',
      { ...ownHolder('x'), startedAt: 'a 1' },
    ],
    ['nobody that can be read', '{"pid":1,"star'],
    ['nobody', ''],
  ])('of %s is taken over', (_, content) => {
    leave(content);
    expect(holderOf(path)).toBeNull();
    const free = take();
    expect(holderOf(path)).toMatchObject({ pid: process.pid });
    free();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(existsSync('/proc/self/stat'))(
    'of a process that has ended, and nobody has asked how, is taken over',
    async () => {
      // The shell becomes `sleep`, which never asks how its child ended; that one ends with its input.
      const script = 'cat <&3 >/dev/null & echo $!; exec sleep 300 3<&-';
      const shell = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
      const [line] = await once(shell.stdout as Readable, 'data');
      const pid = Number(String(line));
      const nameOf = () => readFileSync(`/proc/${shell.pid}/comm`, 'utf8').trim();
      await expect.poll(nameOf).toBe('sleep');
      (shell.stdio[3] as Writable).end();
      await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
      leave({ ...parent(), pid });
      take()();
      shell.kill('SIGKILL');
    },
  );

  it('of another machine counts, and says what to do', () => {
    leave({ ...ownHolder('x'), host: 'elsewhere', pid: noPid });
    expect(holderOf(path)).toMatchObject({ host: 'elsewhere' });
    expect(take).toThrow(
      busy(
        `process ${noPid} of the machine elsewhere has it. Whether it still runs cannot be seen from here: if it does not, remove ${path}.`,
      ),
    );
    rmSync(path, { recursive: true });
    take()();
  });

  it('of a process whose start is not known counts while there is one of that number', () => {
    leave(parent());
    expect(take).toThrow(
      busy(`process ${process.ppid} has it. If that process is no Headroom, remove ${path}.`),
    );
  });

  it('that an earlier Headroom wrote, a process id alone, is understood', () => {
    writeFileSync(path, String(process.ppid));
    expect(take).toThrow(
      busy(`process ${process.ppid} has it. If that process is no Headroom, remove ${path}.`),
    );
    writeFileSync(path, String(noPid));
    const free = take();
    expect(holderOf(path)).toMatchObject({ pid: process.pid });
    free();
    writeFileSync(path, '');
    take()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is let go by nobody but who has it', () => {
    const free = take();
    rmSync(path, { recursive: true });
    leave(parent());
    free();
    expect(holderOf(path)).toMatchObject({ pid: process.ppid });
  });

  it('that could not be removed when it was let go does not count in the same process', () => {
    const free = take();
    const content = readFileSync(join(path, 'holder'), 'utf8');
    free();
    leave(content);
    expect(holderOf(path)).toBeNull();
    take()();
  });

  it('sweeps up what killed processes left while they took it', () => {
    leave({ ...ownHolder('x'), pid: noPid }, '.lock.over-0123456789abcdef');
    leave('', '.lock.new-1');
    mkdirSync(join(folder, '.lock.new-2'));
    leave(parent(), '.lock.new-3');
    mkdirSync(join(folder, '.locker'));
    take()();
    expect(readdirSync(folder)).toEqual(['.lock.new-3', '.locker']);
  });

  it('is taken over by nobody while somebody is at it, and by the next when that one was killed', () => {
    const dead = { ...ownHolder('x'), pid: noPid };
    leave(dead);
    const guard = `.lock.over-${look(path)?.id}`;
    leave(parent(), guard);
    expect(take).toThrow(busy(expect.stringContaining(`process ${process.ppid} has it.`)));
    expect(readdirSync(folder)).toEqual(['.lock', guard]);
    rmSync(join(folder, guard), { recursive: true });
    leave({ ...dead, token: 'y' }, guard);
    take()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not taken where something else lies, which stays', () => {
    mkdirSync(path);
    writeFileSync(join(path, 'thesis.txt'), 'precious');
    expect(take).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/is in the way.*Remove it/) }),
    );
    expect(readdirSync(path)).toEqual(['thesis.txt']);
    rmSync(path, { recursive: true });
    symlinkSync('.lock', path);
    expect(take).toThrow(expect.objectContaining({ code: 'BENCH_RESULTS_UNREADABLE' }));
    expect(holderOf(path)).toBeNull();
  });
});
