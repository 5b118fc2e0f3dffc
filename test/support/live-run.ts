import { liveRoutes } from '@headroom/contract/live-routes.ts';
import { expect } from 'vitest';
import { asyncStart, type LiveServer } from './live-server.ts';

/** What the tests of live runs do on a server. */
export interface LiveRun {
  /** @returns the run's id */
  startRun(changes?: Parameters<typeof asyncStart>[0]): Promise<string>;
  /** Resolves once a trial of so many users has run for so many seconds. */
  secondsOf(users: number, seconds: number): ReturnType<typeof secondOf>;
}

const secondOf = (server: LiveServer, users: number, seconds: number) => {
  let seen = 0;
  return server.event('second', ({ second }) => second.users === users && ++seen >= seconds);
};

export const liveRunOn = (server: LiveServer): LiveRun => ({
  async startRun(changes = {}) {
    const { status, body } = await server.post(liveRoutes.runs, asyncStart(changes));
    expect(status, JSON.stringify(body)).toBe(202);
    return (body as { runId: string }).runId;
  },
  secondsOf: (users, seconds) => secondOf(server, users, seconds),
});
