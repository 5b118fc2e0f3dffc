import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeK6 } from './fixtures/fake-program.ts';
import { type FakeRelease, fakeRelease, releaseOf } from './fixtures/fake-release.ts';
import { type ReleaseServer, startReleaseServer } from './fixtures/release-server.ts';
import { setUpWorkbench, type Workbench } from './fixtures/workbench.ts';
import { pinnedRelease } from './k6-release.ts';

let fake: FakeRelease;
beforeAll(() => {
  fake = fakeRelease();
});

const whole: RequestListener = (_request, response) => {
  response.setHeader('content-length', fake.content.length).end(fake.content);
};
const cut: RequestListener = (_request, response) => {
  response.setHeader('content-length', fake.content.length);
  response.write(fake.content.subarray(0, 1000));
};

/** Expects that the download fails for that reason and that nothing stays behind. */
async function expectFailure(finding: Promise<unknown>, reason: RegExp, { cached }: Workbench) {
  await expect(finding).rejects.toMatchObject({
    code: 'BENCH_TOOLS_K6_MISSING',
    message: expect.stringMatching(reason),
  });
  expect(cached()).toEqual([]);
}

describe.runIf(process.platform === 'linux')('the download of k6', () => {
  let bench: Workbench;
  let server: ReleaseServer | undefined;
  beforeEach(() => {
    bench = setUpWorkbench();
  });
  afterEach(() => {
    server?.close();
    server = undefined;
    bench.remove();
  });

  async function findFrom(answer: RequestListener, given: Parameters<Workbench['find']>[0] = {}) {
    server = await startReleaseServer(answer);
    return bench.find({ base: server.base, release: fake.release, ...given });
  }

  it('keeps the pinned release in the cache, from where it is taken the next time', async () => {
    const path = join(bench.cache, 'k6');
    expect(await findFrom(whole)).toEqual({ path, version: 'v2.2.0', source: 'download' });
    expect(bench.cached()).toEqual(['k6']);
    expect(await bench.find({ base: server?.base ?? '' })).toEqual({
      path,
      version: 'v2.2.0',
      source: 'cache',
    });
    expect(server?.asked).toEqual([fake.path]);
    expect(bench.announced).toEqual([`Downloading k6 v2.2.0 from ${server?.base}${fake.path}`]);
  });

  it('follows redirections', async () => {
    const found = await findFrom((request, response) => {
      if (request.url === '/elsewhere') response.end(fake.content);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(found.source).toBe('download');
  });

  it('replaces a cached k6 of another version', async () => {
    fakeK6(join(bench.cache, 'k6'), 'v2.1.0');
    expect(await findFrom(whole)).toMatchObject({ version: 'v2.2.0', source: 'download' });
    expect(bench.announced[0]).toMatch(/to be replaced: .* is k6 v2\.1\.0, expected v2\.2\.0/);
  });

  it('refuses an archive with another checksum', async () => {
    await expectFailure(
      findFrom(whole, { release: pinnedRelease }),
      /download: .*SHA-256 is [0-9a-f]{64}, expected/,
      bench,
    );
    expect(bench.announced.at(-1)).toMatch(/^k6 cannot be downloaded: .*SHA-256/);
  });

  it('refuses an archive that does not hold k6, or a damaged one', async () => {
    const content = Buffer.from('not an archive');
    const answer: RequestListener = (_request, response) => response.end(content);
    await expectFailure(findFrom(answer, { release: releaseOf(content) }), /download: .+\n {2}build/, bench);
  });

  it('refuses a k6 that reports another version', async () => {
    const { content, release } = fakeRelease('v2.0.0');
    await expectFailure(
      findFrom((_request, response) => response.end(content), { release }),
      /download: .*is k6 v2\.0\.0, expected v2\.2\.0/,
      bench,
    );
  });

  it('refuses one that is cut off', async () => {
    const answer: RequestListener = (request, response) => {
      cut(request, response);
      setTimeout(() => response.destroy(), 50);
    };
    await expectFailure(findFrom(answer), /download: .*: other side closed/, bench);
  });

  it('goes on when the server has no such file', async () => {
    await expectFailure(
      findFrom((_request, response) => response.writeHead(404).end('none')),
      /download: .*answered 404/,
      bench,
    );
  });

  it('may happen twice at once', async () => {
    const slowly: RequestListener = (request, response) => setTimeout(() => whole(request, response), 50);
    const first = findFrom(slowly);
    while (server === undefined) await sleep(1);
    const second = bench.find({ base: server.base, release: fake.release });
    const found = await Promise.all([first, second]);
    expect(found.map(({ source }) => source)).toEqual(['download', 'download']);
    expect(bench.cached()).toEqual(['k6']);
    expect(await bench.find()).toMatchObject({ source: 'cache' });
  });

  it('stops at once when the signal aborts, and leaves nothing', async () => {
    const controller = new AbortController();
    const finding = findFrom(
      (request, response) => {
        cut(request, response);
        setTimeout(() => controller.abort(), 50);
      },
      { signal: controller.signal },
    );
    await expect(finding).rejects.toMatchObject({ code: 'BENCH_RUN_INTERRUPTED' });
    expect(bench.cached()).toEqual([]);
  });
});

// Each limit is waited for, so that they are at the same time.
describe.runIf(process.platform === 'linux').concurrent('a download of k6 that would last for ever', () => {
  /** The port accepts, but never says its part of the TLS handshake. */
  async function startSilentServer() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { base: `https://127.0.0.1:${port}`, close: () => server.close() };
  }

  it.each([
    ['no connection comes about', startSilentServer, { connectSeconds: 0.2 }, /Connect Timeout/],
    [
      'the server never answers',
      () => startReleaseServer(() => {}),
      { answerSeconds: 0.2 },
      /Headers Timeout/,
    ],
    ['the download stands still', () => startReleaseServer(cut), { idleSeconds: 0.2 }, /Body Timeout/],
    [
      'the download takes too long',
      () => startReleaseServer(cut),
      { downloadSeconds: 0.2 },
      /not done within 0\.2 s/,
    ],
  ])('is given up when %s', async (_what, start, limits, reason) => {
    const bench = setUpWorkbench();
    const { base, close } = await start();
    await expectFailure(bench.find({ base, release: fake.release, limits }), reason, bench);
    close();
    bench.remove();
  });
});
