import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { asPlainUser } from '../fixtures/as-plain-user.ts';
import { destinationOf } from './destination.ts';
import { writeStream } from './write-stream.ts';

const isRoot = process.getuid?.() === 0;

let folder: string;
const at = (name: string): string => join(folder, name);
const write = (name: string, content = 'new'): Promise<void> =>
  destinationOf('--json', at(name)).write(content);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-named-'));
});

describe('a file', () => {
  it('is made where there is none, and nothing beside it', async () => {
    await write('result');
    expect(readFileSync(at('result'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['result']);
  });

  it('is replaced as a whole, and keeps its mode and owner', async () => {
    writeFileSync(at('result'), 'an older and longer one');
    chmodSync(at('result'), 0o640);
    if (isRoot) chownSync(at('result'), 1234, 1235);
    const old = statSync(at('result'));
    await write('result');
    const { mode, uid, gid, ino } = statSync(at('result'));
    expect({ mode, uid, gid }).toEqual({ mode: old.mode, uid: old.uid, gid: old.gid });
    expect(ino).not.toBe(old.ino);
    expect(readFileSync(at('result'), 'utf8')).toBe('new');
  });

  it('is made under the longest name there may be', async () => {
    await write('n'.repeat(255));
    expect(readdirSync(folder)).toEqual(['n'.repeat(255)]);
  });

  it('in a folder that takes no other is written in place', async () => {
    writeFileSync(at('result'), 'an older and longer one');
    chmodSync(folder, 0o555);
    await asPlainUser(folder, () => write('result'));
    chmodSync(folder, 0o755);
    expect(readFileSync(at('result'), 'utf8')).toBe('new');
  });

  it('of two names stays one file', async () => {
    writeFileSync(at('result'), 'an older and longer one');
    linkSync(at('result'), at('other'));
    await write('result');
    expect(readFileSync(at('other'), 'utf8')).toBe('new');
  });
});

describe('a link', () => {
  it.each([
    ['a file', true],
    ['what does not exist yet', false],
  ])('to %s stays one, and what it leads to is written', async (_, exists) => {
    mkdirSync(at('elsewhere'));
    if (exists) writeFileSync(at('elsewhere/target'), 'old');
    symlinkSync('elsewhere/target', at('first'));
    symlinkSync(at('first'), at('result'));
    await write('result');
    expect(lstatSync(at('result')).isSymbolicLink()).toBe(true);
    expect(lstatSync(at('first')).isSymbolicLink()).toBe(true);
    expect(lstatSync(at('elsewhere/target')).isFile()).toBe(true);
    expect(readFileSync(at('result'), 'utf8')).toBe('new');
  });
});

describe('what cannot be written', () => {
  it.each([
    ['', /names no file/],
    ['there/', /names no file/],
    ['.', /is a folder/],
    ['missing/result', /lies in \S+missing, which is no folder/],
    ['file/result', /lies in \S+file, which is no folder/],
    ['circle', /is a link that leads back to itself/],
    ['astray', /lies in \S+missing, which is no folder/],
    ['n'.repeat(256), /cannot be written \(ENAMETOOLONG\)/],
    ['/proc/self/fd/987654', /is not open for writing/],
  ])('%s is refused before the work, and nothing is made', (name, why) => {
    writeFileSync(at('file'), '');
    symlinkSync('circle', at('circle'));
    symlinkSync('missing/result', at('astray'));
    const before = readdirSync(folder);
    const named = name === '' || name.startsWith('/') ? name : `${folder}/${name}`;
    expect(() => destinationOf('--markdown', named)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RESULTS_NOT_WRITABLE',
        message: expect.stringMatching(new RegExp(`^--markdown is "[^"]*", which .*${why.source}: expected`)),
      }),
    );
    expect(readdirSync(folder)).toEqual(before);
  });

  it('is what is open for reading only', () => {
    const descriptor = openSync('/dev/null', 'r');
    expect(() => destinationOf('--json', `/dev/fd/${descriptor}`)).toThrow(/is not open for writing/);
    closeSync(descriptor);
  });

  it('is a socket', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    expect(() => destinationOf('--json', at('socket'))).toThrow(/is a socket/);
    server.close();
  });
});

describe('a FIFO', () => {
  beforeEach(() => {
    execFileSync('mkfifo', [at('fifo')]);
  });

  it('is given the content, and stays one', async () => {
    const content = 'line\n'.repeat(50_000);
    const [read] = await Promise.all([text(spawn('cat', [at('fifo')]).stdout), write('fifo', content)]);
    expect(read).toBe(content);
    expect(lstatSync(at('fifo')).isFIFO()).toBe(true);
  });

  it('may be closed by a reader who has had enough', async () => {
    const read = text(spawn('head', ['-n', '1', at('fifo')]).stdout);
    await write('fifo', 'line\n'.repeat(50_000));
    expect(await read).toBe('line\n');
  });

  it('that nobody opens is not waited for for ever', async () => {
    await expect(writeStream(at('fifo'), 'new', 0.1)).rejects.toMatchObject({ code: 'ENXIO' });
  });

  it('that nobody reads from is not waited for for ever', async () => {
    const reader = openSync(at('fifo'), constants.O_RDONLY | constants.O_NONBLOCK);
    const content = 'line\n'.repeat(50_000);
    await expect(writeStream(at('fifo'), content, 0.1)).rejects.toMatchObject({ code: 'EAGAIN' });
    closeSync(reader);
  });
});

describe('a descriptor', () => {
  it('of a file is written on from where it is', async () => {
    const descriptor = openSync(at('log'), 'a');
    writeFileSync(descriptor, 'before\n');
    await destinationOf('--json', `/dev/fd/${descriptor}`).write('new');
    closeSync(descriptor);
    expect(readFileSync(at('log'), 'utf8')).toBe('before\nnew');
  });
});

it.runIf(isRoot)('a device stays one, and says what it does not take', async () => {
  execFileSync('mknod', [at('full'), 'c', '1', '7']);
  await expect(write('full')).rejects.toThrow(/^--json is ".*full", which is full, or its disk is: expected/);
  execFileSync('mknod', [at('null'), 'c', '1', '3']);
  await write('null');
  for (const name of ['full', 'null']) expect(lstatSync(at(name)).isCharacterDevice()).toBe(true);
});
