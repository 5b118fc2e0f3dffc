import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { liveStart } from '@headroom/contract/fixtures/live-start.ts';
import type { Lab, LiveEvent, LiveStart, RunRow } from '@headroom/contract/live.ts';
import { liveRoutes, tokenHeader } from '@headroom/contract/live-routes.ts';
import { expect } from 'vitest';
import type { Running, TestLab } from './lab.ts';

/** `headroom serve` under way, and what a page would say to it. */
export interface LiveServer {
  readonly url: string;
  readonly running: Running;
  get<T>(path: string): Promise<T>;
  post(path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  runs(): Promise<readonly RunRow[]>;
  /** Starts a run of the article's users, with what is changed of it. @returns its id */
  startRun(changes?: Partial<LiveStart>): Promise<string>;
  /** Follows the events from the first one that is kept; resolves with the first that is meant. */
  event<K extends LiveEvent['kind']>(
    kind: K,
    isMeant?: (event: Extract<LiveEvent, { kind: K }>) => boolean,
  ): Promise<Extract<LiveEvent, { kind: K }>>;
  /** Resolves once a trial of so many users has run for so many seconds. */
  secondsOf(users: number, seconds: number): Promise<Extract<LiveEvent, { kind: 'second' }>>;
  /** Ends it by SIGTERM, if it has not ended. */
  end(): Promise<void>;
}

/** @param flags of `serve` beside its port */
export async function startLiveServer(lab: TestLab, flags: readonly string[] = []): Promise<LiveServer> {
  const port = await freePort();
  // Of itself it would take the containers of this machine, which are another lab's.
  const settings = lab.configure({ runtime: 'native' });
  const running = lab.start(['serve', '--port', String(port), ...settings, ...flags], {
    K6_DASHBOARD_PORT: String(await freePort()),
  });
  const [, url = ''] = await running.says(/The live page is at (http:\S+)\//);
  const get = async <T>(path: string) => JSON.parse(await text(await ask(url + path))) as T;
  const { token } = await get<Lab>(liveRoutes.lab);
  const post: LiveServer['post'] = async (path, body) => {
    const answer = await ask(url + path, {
      method: 'POST',
      headers: {
        origin: url,
        [tokenHeader]: token,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? '' : JSON.stringify(body),
    });
    const said = await text(answer);
    return { status: answer.statusCode as number, body: said === '' ? null : JSON.parse(said) };
  };
  const event: LiveServer['event'] = async (kind, isMeant = () => true) => {
    for await (const one of eventsOf(url)) {
      if (one.kind === kind && isMeant(one as never)) return one as never;
    }
    throw new Error(`the stream ended without ${kind}`);
  };
  return {
    url,
    running,
    get,
    post,
    runs: async () => (await get<{ runs: RunRow[] }>(liveRoutes.runs)).runs,
    startRun: async (changes) => {
      const { status, body } = await post(liveRoutes.runs, asyncStart(changes));
      expect(status, JSON.stringify(body)).toBe(202);
      return (body as { runId: string }).runId;
    },
    event,
    secondsOf: (users, seconds) => {
      let seen = 0;
      return event('second', ({ second }) => second.users === users && ++seen >= seconds);
    },
    end: async () => {
      if (running.process.exitCode === null) running.process.kill('SIGTERM');
      await running.ended;
    },
  };
}

async function* eventsOf(url: string): AsyncGenerator<LiveEvent> {
  const answer = await ask(url + liveRoutes.events);
  let rest = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data !== undefined) yield JSON.parse(data) as LiveEvent;
    }
  }
}

/**
 * Each request has a connection of its own: a server closes one that is kept when it has been idle for some seconds, and
 * on a machine that is busy enough a request meets that.
 */
async function ask(
  url: string,
  { body = '', ...how }: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<IncomingMessage> {
  const asked = request(url, { agent: false, ...how }).end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

/** The article's users, for as long as a test takes. */
export const asyncStart = (changes: Partial<LiveStart> = {}): LiveStart =>
  liveStart({ endpoint: '/async', warmupSeconds: 1, durationSeconds: 120, ...changes });
