import { afterEach, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { startListeningApi } from './start-api.ts';

describe('SIGTERM with jobs in worker threads', () => {
  let api: Awaited<ReturnType<typeof startListeningApi>>;
  afterEach(() => {
    api.process.kill('SIGKILL');
  });

  it.each(['on', 'off'])('cuts them off with a 503 and ends, metrics %s', async (metrics) => {
    api = await startListeningApi({ API_POOL_SIZE: '2', API_METRICS: metrics });
    const inHand = Array.from({ length: 5 }, () => ask(`${api.url}/cpu/pool?iterations=1e10`));
    await Promise.all(inHand.map(({ sent }) => sent));
    // Asked for later, and answered: the others have been taken in.
    expect(await ask(`${api.url}/noop/sync`).status).toBe(200);

    api.process.kill('SIGTERM');
    const statuses = await Promise.all(inHand.map(({ status }) => status));
    expect(statuses).toEqual([503, 503, 503, 503, 503]);
    expect(JSON.parse((await inHand[0]?.body) ?? '')).toMatchObject({
      detail: 'The service is shutting down.',
    });
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
