import type { AddressInfo } from 'node:net';
import { problemSchema } from '@headroom/contract/live.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/eventually.ts';
import { type EventClient, followEvents } from './fixtures/event-client.ts';
import { aStart, type LiveServer, liveServer } from './fixtures/live-server.ts';
import { type Limits, usualLimits } from './security/limits.ts';

let server: LiveServer;
let clients: EventClient[] = [];
afterEach(async () => {
  for (const client of clients) client.leave();
  clients = [];
  await server.app.close();
});

async function listen(limits: Partial<Limits> = {}): Promise<void> {
  server = await liveServer({
    address: { host: '127.0.0.1', port: 0 },
    limits: { ...usualLimits, ...limits },
  });
  await server.app.listen({ host: '127.0.0.1', port: 0 });
}

async function follow(lastId?: number): Promise<EventClient> {
  const { port } = server.app.server.address() as AddressInfo;
  const client = await followEvents(port, lastId);
  clients.push(client);
  return client;
}

let told = 0;
const tell = (text = `line ${told++}`) => server.conductor.events.add({ kind: 'log', atSeconds: 1, text });
const inAll = () => server.conductor.events.since(null);
const textsOf = ({ events }: EventClient) => events.map(({ text }) => text);
const manyRequests = { most: 10_000, perSeconds: 1 };

describe('the stream of events', () => {
  it('is one of server-sent events that nothing on the way holds back', async () => {
    await listen();
    const { response, status, text } = await follow();
    expect(status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    await eventually(() => expect(text()).toBe('retry: 1000\n\n'));
  });

  it('tells whoever comes late everything from the start of the run, and then what comes', async () => {
    await listen();
    await server.conductor.start(aStart);
    tell('one\nline\r\nid: 7');
    const client = await follow();
    await eventually(() => expect(textsOf(client)).toEqual(['started', 'one\nline\r\nid: 7']));
    tell('later');
    await eventually(() => expect(textsOf(client).at(-1)).toBe('later'));
    expect(client.events.map(({ id }) => id)).toEqual(inAll().map(({ id }) => id));
  });

  it('goes on after the event that was seen last, without gap or double, while events keep coming', async () => {
    await listen({ requests: manyRequests });
    await server.conductor.start(aStart);
    const talk = setInterval(() => tell(), 1);
    const seen: { id: number }[] = [];
    for (let i = 0; i < 20; i++) {
      const client = await follow(seen.at(-1)?.id);
      await eventually(() => expect(client.events.length).toBeGreaterThan(3));
      client.leave();
      seen.push(...client.events);
    }
    clearInterval(talk);
    const ids = inAll().map(({ id }) => id);
    expect(seen.length).toBeGreaterThan(60);
    expect(seen.map(({ id }) => id)).toEqual(ids.slice(0, seen.length));
  });

  it('begins anew for whoever has seen another life of the server, or says nonsense', async () => {
    await listen();
    tell('a');
    tell('b');
    for (const lastId of [1, Number.NaN, -1, 1e300]) {
      const client = await follow(lastId);
      await eventually(() => expect(textsOf(client)).toEqual(['a', 'b']));
    }
  });

  it('brings a long run to a late client, however much it is', async () => {
    await listen();
    const lines = Array.from({ length: 200 }, (_, i) => `${i} ${'x'.repeat(50_000)}`);
    for (const line of lines) tell(line);
    const client = await follow();
    await eventually(() => expect(client.events).toHaveLength(200));
    expect(textsOf(client)).toEqual(lines);
  });

  it('is kept alive with comments', async () => {
    await listen({ pingSeconds: 0.02 });
    const client = await follow();
    await eventually(() => expect(client.text()).toContain(':\n\n:\n\n'));
  });

  it('ends with the server', async () => {
    await listen();
    const client = await follow();
    await server.app.close();
    await client.closed;
    expect(client.response.complete).toBe(true);
  });
});

describe('the places of streams', () => {
  it('are so many for one address, and free again when their clients have gone', async () => {
    await listen({ requests: manyRequests });
    const all = await Promise.all(Array.from({ length: 200 }, () => follow()));
    const statuses = all.map(({ status }) => status);
    const { perAddress } = usualLimits.streams;
    expect(statuses.filter((status) => status === 200)).toHaveLength(perAddress);
    expect(statuses.filter((status) => status === 503)).toHaveLength(200 - perAddress);
    const refused = all.find(({ status }) => status === 503);
    await refused?.closed;
    expect(problemSchema.parse(JSON.parse(refused?.text() ?? '')).message).toContain('close one');
    expect(refused?.response.headers['retry-after']).toBe('10');

    for (const { leave } of all.filter(({ status }) => status === 200).slice(0, 5)) leave();
    await eventually(async () => {
      const again = await Promise.all(Array.from({ length: 5 }, () => follow()));
      for (const { leave, status } of again) if (status !== 200) leave();
      expect(clients.slice(200).filter(({ status }) => status === 200)).toHaveLength(5);
    }, 0.05);
    expect((await follow()).status).toBe(503);
  });

  it('are so many in all, whoever has them', async () => {
    await listen({ streams: { most: 3, perAddress: 5 } });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await follow()).status);
    expect(statuses).toEqual([200, 200, 200, 503]);
  });

  it('are taken from whoever leaves too much unread, while others read on', async () => {
    await listen({ streams: { most: 2, perAddress: 2 } });
    const [slow, quick] = [await follow(), await follow()];
    slow.response.pause();
    slow.response.socket.pause();
    const text = 'x'.repeat(100_000);
    for (let i = 0; i < 400; i++) {
      tell(text);
      // Who reads on must not fall behind for want of a CPU.
      if (i % 10 === 0) await eventually(() => expect(quick.events).toHaveLength(i + 1));
    }
    await eventually(() => expect(quick.events).toHaveLength(400));
    expect((await follow()).status).toBe(200);
    expect((await follow()).status).toBe(503);
    expect(slow.events.length).toBeLessThan(400);
  });

  it('are taken from whoever reads nothing of what was there when it came', async () => {
    await listen({ streams: { most: 1, perAddress: 1 }, pingSeconds: 0.1, requests: manyRequests });
    const text = 'x'.repeat(100_000);
    for (let i = 0; i < 300; i++) tell(text);
    const slow = await follow();
    slow.response.pause();
    slow.response.socket.pause();
    await eventually(async () => expect((await follow()).status).toBe(200), 0.05);
  });
});
