import { once } from 'node:events';
import type { UserReport } from '@headroom/contract/steering.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../fixtures/eventually.ts';
import { openSteeringServer, type SteeringServer } from './steering-server.ts';

let server: SteeringServer;
const heard: [string, UserReport][] = [];

async function open(): Promise<void> {
  heard.length = 0;
  server = await openSteeringServer((user, report) => heard.push([user, report]));
}

const connect = async (user: string): Promise<WebSocket> => {
  const socket = new WebSocket(`${server.url}?user=${user}`);
  await once(socket, 'open');
  return socket;
};

afterEach(() => server.close());

describe('openSteeringServer', () => {
  it('waits for its users, tells each what is meant for it, and hears them', async () => {
    await open();
    const first = await connect('0');
    const second = await connect('1');
    await server.connected(2);
    const told = once(second, 'message');
    server.tell('1', { do: 'enter', atSeconds: 12.5 });
    expect(JSON.parse(String((await told)[0]))).toEqual({ do: 'enter', atSeconds: 12.5 });
    const all = Promise.all([once(first, 'message'), once(second, 'message')]);
    server.tellAll({ do: 'report' });
    expect((await all).map(([data]) => JSON.parse(String(data)))).toEqual([
      { do: 'report' },
      { do: 'report' },
    ]);
    const report = { answers: [1, 2, 1, 200], waitingSince: null, sent: [] };
    first.send(JSON.stringify(report));
    await eventually(() => expect(heard).toEqual([['0', report]]));
  });

  it('is given signs that the other side runs', async () => {
    let signs = 0;
    server = await openSteeringServer(
      () => undefined,
      () => signs++,
    );
    const first = await connect('0');
    await eventually(() => expect(signs).toBeGreaterThan(0));
    first.terminate();
  });

  it('takes nothing for a user who is not there', async () => {
    await open();
    server.tell('7', { do: 'leave' });
  });

  it('ends a connection that says something else', async () => {
    await open();
    for (const words of [
      'rubbish',
      '{"answers":[1,2,3],"waitingSince":null,"sent":[]}',
      '{"answers":["a"]}',
    ]) {
      const socket = await connect('0');
      const closed = once(socket, 'close');
      socket.send(words);
      await closed;
    }
    expect(heard).toEqual([]);
  });

  it('is found under its own path only', async () => {
    await open();
    const { host } = new URL(server.url);
    const stranger = new WebSocket(`ws://${host}/?user=0`);
    const [error] = await once(stranger, 'error');
    expect(String(error)).toContain('400');
  });
});
