import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HeldUpstream, startHeldUpstream } from './held-upstream.ts';
import { startListeningApi } from './start-api.ts';

describe('SIGTERM with calls of the upstream', () => {
  let upstream: HeldUpstream;
  let api: Awaited<ReturnType<typeof startListeningApi>>;

  beforeEach(async () => {
    upstream = await startHeldUpstream();
    api = await startListeningApi({
      API_UPSTREAM_URL: upstream.url,
      API_UPSTREAM_TIMEOUT_SECONDS: '120',
      API_STALL_LIMIT_SECONDS: '60',
      API_REQUEST_LOG: 'off',
    });
  });
  afterEach(() => {
    api.process.kill('SIGKILL');
    upstream.stop();
  });

  it.each(['/http/sync', '/http/async'])('lets the one of %s end, and then ends', async (path) => {
    const inHand = fetch(api.url + path);
    const answer = await upstream.nextCall();
    const closing = api.logged(({ msg }) => msg === 'closing');
    api.process.kill('SIGTERM');
    // A loop that is blocked cannot tell.
    if (path === '/http/async') await closing;
    answer();
    expect(await (await inHand).json()).toEqual({ bytes: 1024 });
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
