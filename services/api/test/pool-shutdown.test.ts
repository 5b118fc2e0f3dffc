import { afterEach, describe, expect, it } from 'vitest';
import { startListeningApi } from './start-api.ts';

describe('SIGTERM with jobs in worker threads', () => {
  let api: Awaited<ReturnType<typeof startListeningApi>>;
  afterEach(() => {
    api.process.kill('SIGKILL');
  });

  it.each(['on', 'off'])(
    'cuts them off with a 503 and ends within two seconds, metrics %s',
    async (metrics) => {
      api = await startListeningApi({ API_POOL_SIZE: '2', API_METRICS: metrics });
      const inHand = Array.from({ length: 5 }, () => fetch(`${api.url}/cpu/pool?iterations=1e10`));
      // Behind the others in the queue: once it gives up, they have been taken in.
      const behind = fetch(`${api.url}/hash/pool?cost=2`, { signal: AbortSignal.timeout(300) });
      await expect(behind).rejects.toThrow('timeout');

      const signalledAt = performance.now();
      api.process.kill('SIGTERM');
      const answers = await Promise.all(inHand);
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
      expect(await answers[0]?.json()).toMatchObject({ detail: 'The service is shutting down.' });
      const { code, stderr } = await api.ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect((performance.now() - signalledAt) / 1000).toBeLessThan(2);
    },
  );
});
