import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { labSchema } from '@headroom/contract/live.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../fixtures/eventually.ts';
import { noteSignalListeners } from '../fixtures/signal-listeners.ts';
import { portState } from '../runtime/native/ports.ts';
import { followEvents } from '../serve/fixtures/event-client.ts';
import { fakeConductor } from '../serve/fixtures/fake-conductor.ts';
import { aStart } from '../serve/fixtures/live-server.ts';
import { flagSource } from './flags.ts';
import { runCli } from './run-cli.ts';
import { serve } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-serve-'));
const uiFolder = join(folder, 'dist');
mkdirSync(uiFolder);
writeFileSync(join(uiFolder, 'index.html'), '<!doctype html><title>the live page</title>');

let port: number;
let said: string[];
let stop: AbortController;
let conductor: ReturnType<typeof fakeConductor>;
let ended: Promise<void> | undefined;

beforeEach(async () => {
  port = await freePort();
  said = [];
  stop = new AbortController();
  conductor = fakeConductor();
  ended = undefined;
});
afterEach(noteSignalListeners());
afterEach(async () => {
  stop.abort();
  await ended?.catch(() => undefined);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function serving(flags: Record<string, unknown> = {}): Promise<void> {
  ended = serve({ host: '127.0.0.1', port: String(port), ...flags }, [flagSource({ out: folder })], {
    say: (line) => said.push(line),
    signal: stop.signal,
    uiFolder,
    resumeFlags: [],
    makeConductor: () => conductor,
  });
  return ended;
}

async function served(flags: Record<string, unknown> = {}): Promise<void> {
  const end = serving(flags);
  await Promise.race([eventually(() => expect(said).toHaveLength(1)), end]);
}

describe('headroom serve', () => {
  it('says where the page is, and serves it with what can be asked for', async () => {
    await served({ usersMax: '300' });
    expect(said).toEqual([`The live page is at http://127.0.0.1:${port}/ until Ctrl-C.`]);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(await page.text()).toContain('the live page');
    const lab = labSchema.parse(await (await fetch(`http://localhost:${port}/api/lab`)).json());
    expect(lab.usersMost).toBe(300);
    expect(lab.presets.find(({ name }) => name === 'quick')).toEqual({
      name: 'quick',
      trials: 8,
      loadSeconds: 64,
      words: 'nest /sync, /async, /cpu at 1, 10, 100 users',
    });
    const [nest] = lab.subjects;
    expect(nest?.endpoints[0]).toEqual({
      path: '/sync',
      workload: 'sleep',
      strategy: 'sync',
      userClass: 'SyncUser',
    });
    expect(lab.defaults).toMatchObject({ users: 10, thinkMinSeconds: 0.1, thinkMaxSeconds: 0.2 });
  });

  it('takes its port from the settings unless it is told another', async () => {
    vi.stubEnv('UI_PORT', String(port));
    await served({ port: undefined });
    expect(said[0]).toContain(`:${port}/`);
  });

  it('ends in good order when told so: its streams, its port', async () => {
    await served();
    const page = await followEvents(port);
    stop.abort();
    await ended;
    await page.closed;
    expect(page.response.complete).toBe(true);
    expect(await portState(port)).toEqual({ free: true });
  });

  it('ends the run in hand first, lets the page see it, and says how to go on', async () => {
    await served();
    const runId = await conductor.start(aStart);
    const page = await followEvents(port);
    const { close } = conductor;
    conductor.close = async () => {
      await close();
      conductor.events.add({
        kind: 'ended',
        runId,
        state: 'stopped',
        words: '',
        hasReport: false,
        links: [],
      });
    };
    stop.abort();
    await expect(ended).rejects.toMatchObject({
      code: 'BENCH_RUN_INTERRUPTED',
      message: expect.stringMatching(`Go on with: npm exec headroom -- resume ${runId} --out \\S+$`),
    });
    await page.closed;
    expect(page.events.map(({ text }) => text)).toEqual(['started', 'ended']);
  });

  it('opens a page for others only with a token, which is part of the link', async () => {
    await served({ host: '0.0.0.0' });
    const [, token] =
      /^The live page is at http:\/\/[\d.]+:\d+\/\?token=([\w-]{32}) until Ctrl-C\.$/.exec(said[0] ?? '') ??
      [];
    const ask = (path: string, headers = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' });
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/', { authorization: `Bearer ${token}` })).status).toBe(200);
    const session = await ask(`/?token=${token}`);
    const [cookie = ''] = session.headers.getSetCookie();
    expect(cookie).toMatch(new RegExp(`^headroom-session-${port}=[^;]+; Path=/; HttpOnly; SameSite=Strict$`));
    expect((await ask('/api/lab', { cookie: cookie.split(';')[0] })).status).toBe(200);
  });

  it('takes the token of the shell, and writes it as a link has it', async () => {
    vi.stubEnv('HEADROOM_TOKEN', 'correct horse & staple');
    await served();
    expect(said[0]).toContain('/?token=correct%20horse%20%26%20staple ');
  });

  it('names who has the port', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(serving()).rejects.toMatchObject({
      code: 'BENCH_SERVE_PORT_TAKEN',
      message: expect.stringMatching(
        new RegExp(`^port ${port} is taken by .*process ${process.pid}.*UI_PORT`),
      ),
    });
    other.close();
  });

  it.each([
    [{ port: '0' }, /^--port is "0": expected a whole number from 1 to 65535/],
    [{ port: 'http' }, /^--port is "http"/],
    [{ host: '' }, /^--host is ""/],
    [{ host: '192.0.2.1' }, /^--host is "192\.0\.2\.1", where nothing can listen \(EADDRNOTAVAIL\)/],
    [{ usersMax: '1001' }, /^--users-max is "1001": expected a whole number from 1 to 1000/],
  ])('refuses %j', async (flags, message) => {
    await expect(serving(flags)).rejects.toMatchObject({
      code: 'BENCH_CONFIG_INVALID',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a token that could be guessed', async () => {
    vi.stubEnv('HEADROOM_TOKEN', 'short');
    await expect(serving()).rejects.toMatchObject({ code: 'BENCH_CONFIG_INVALID' });
  });

  it('is a command, which says what is wrong with its flags in one line', async () => {
    const complaints: string[] = [];
    vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)));
    expect(await runCli(['serve', '--port', 'x', '--out', folder])).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/^BENCH_CONFIG_INVALID: --port is "x"/)]);
  });
});

it('serves no page that was not built', async () => {
  ended = serve({ host: '127.0.0.1', port }, [], {
    say: () => undefined,
    resumeFlags: [],
    signal: stop.signal,
    uiFolder: join(folder, 'nowhere'),
    makeConductor: () => conductor,
  });
  await expect(ended).rejects.toMatchObject({ code: 'BENCH_SERVE_NOT_BUILT' });
});
