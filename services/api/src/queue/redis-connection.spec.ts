import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { expect, it, vi } from 'vitest';
import { QueueClient, redisOptions } from './redis-connection.ts';

it('writes nothing of what a client of BullMQ’s cannot reach, whoever listens', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => {});
  const url = `redis://127.0.0.1:${await freePort()}`;
  const client = new QueueClient(url, { ...redisOptions, lazyConnect: true }).duplicate({
    connectionName: 'a',
  });
  // Not by `once` of `node:events`, which itself listens to errors.
  await new Promise((resolve) => client.once('close', resolve));
  client.disconnect();
  expect(client.options).toMatchObject({ connectionName: 'a', connectTimeout: redisOptions.connectTimeout });
  expect(written).not.toHaveBeenCalled();
  written.mockRestore();
});
