import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestUpstream, type TestUpstream } from '../src/testing/test-upstream.ts';
import { startListeningApi } from './start-api.ts';

describe('SIGTERM with calls of the upstream', () => {
  let upstream: TestUpstream;
  let api: Awaited<ReturnType<typeof startListeningApi>>;

  beforeEach(async () => {
    upstream = await startTestUpstream();
    api = await startListeningApi({
      API_UPSTREAM_URL: upstream.url,
      API_UPSTREAM_DELAY_SECONDS: '0.5',
      API_REQUEST_LOG: 'off',
    });
  });
  afterEach(async () => {
    api.process.kill('SIGKILL');
    await upstream.stop();
  });

  it.each(['/http/sync', '/http/async'])('lets the one of %s end, and then ends', async (path) => {
    const inHand = fetch(api.url + path);
    await expect.poll(async () => (await upstream.detour(null)).open, { timeout: 5000 }).toBe(1);
    api.process.kill('SIGTERM');
    expect(await (await inHand).json()).toEqual({ bytes: 1024 });
    const answeredAt = performance.now();
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((performance.now() - answeredAt) / 1000).toBeLessThan(2);
  });
});
