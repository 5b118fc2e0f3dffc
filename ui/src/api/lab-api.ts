import type { Estimate, Lab, RunRow, Start, Started } from '@headroom/contract/live.ts';
import { liveRoutes, tokenHeader } from '@headroom/contract/live-routes.ts';
import { type Answer, readAnswer } from './answer.ts';

/** What the page asks of the lab. */
export interface LabApi {
  readonly lab: () => Promise<Answer<Lab>>;
  readonly estimate: (start: Start, signal: AbortSignal) => Promise<Answer<Estimate>>;
  readonly start: (start: Start) => Promise<Answer<Started>>;
  readonly changeUsers: (users: number) => Promise<Answer<void>>;
  readonly stop: () => Promise<Answer<void>>;
  readonly runs: () => Promise<Answer<{ runs: RunRow[] }>>;
  readonly remove: (runId: string) => Promise<Answer<void>>;
  readonly resume: (runId: string) => Promise<Answer<Started>>;
}

const json = { 'content-type': 'application/json' };

/**
 * Requests that carry the token of GET /api/lab where they change something. A lab that was started anew has a new
 * token and refuses the old one, so a refused request is sent once more with a fresh one.
 */
export function openLabApi(ask: typeof fetch = (...request) => fetch(...request)): LabApi {
  let token: string | null = null;

  async function lab(): Promise<Answer<Lab>> {
    const answer = await readAnswer<Lab>(ask(liveRoutes.lab));
    if (answer.ok) token = answer.value.token;
    return answer;
  }

  async function change<T>(method: 'POST' | 'DELETE', url: string, body?: unknown): Promise<Answer<T>> {
    const attempt = () =>
      readAnswer<T>(
        ask(url, {
          method,
          headers: { ...(body === undefined ? {} : json), [tokenHeader]: token ?? '' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    const first = await attempt();
    if (first.ok || first.status !== 403) return first;
    return (await lab()).ok ? attempt() : first;
  }

  return {
    lab,
    estimate: (start, signal) =>
      readAnswer(
        ask(liveRoutes.estimate, {
          method: 'POST',
          headers: { ...json, [tokenHeader]: token ?? '' },
          body: JSON.stringify(start),
          signal,
        }),
      ),
    start: (start) => change('POST', liveRoutes.runs, start),
    changeUsers: (users) => change('POST', liveRoutes.users, { users }),
    stop: () => change('POST', liveRoutes.stop),
    runs: () => readAnswer(ask(liveRoutes.runs)),
    remove: (runId) => change('DELETE', liveRoutes.run(runId)),
    resume: (runId) => change('POST', liveRoutes.resume(runId)),
  };
}
