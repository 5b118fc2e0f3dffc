import { tokenHeader } from '@headroom/contract/live-routes.ts';
import { describe, expect, it } from 'vitest';
import { openLabApi } from './lab-api.ts';

/** A lab whose token is `now`, and a list of what it was asked. */
function labWith(now: string) {
  const asked: string[] = [];
  const api = openLabApi(async (url, init) => {
    const given = new Headers(init?.headers).get(tokenHeader);
    asked.push(`${init?.method ?? 'GET'} ${url} ${given ?? '-'}`);
    if (url === '/api/lab') return Response.json({ token: now });
    if (given !== now) return Response.json({ code: 'X', message: 'No.', fields: [] }, { status: 403 });
    return new Response(null, { status: 204 });
  });
  return { api, asked };
}

describe('a request that changes something', () => {
  it('asks for a new token when its own is refused, and tries again', async () => {
    const { api, asked } = labWith('new');
    expect(await api.stop()).toEqual({ ok: true, value: undefined });
    expect(asked).toEqual([
      'POST /api/runs/current/stop ',
      'GET /api/lab -',
      'POST /api/runs/current/stop new',
    ]);
  });

  it('tries only once more', async () => {
    let tries = 0;
    const api = openLabApi(async (url) => {
      if (url === '/api/lab') return Response.json({ token: 'a' });
      tries++;
      return Response.json({ code: 'X', message: 'No.', fields: [] }, { status: 403 });
    });
    expect(await api.stop()).toMatchObject({ ok: false, problem: { message: 'No.' } });
    expect(tries).toBe(2);
  });
});

describe('what is no answer of the lab', () => {
  it('is a problem in words when nobody answers', async () => {
    const api = openLabApi(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await api.runs()).toMatchObject({
      ok: false,
      status: 0,
      problem: { message: expect.stringContaining('does not answer') },
    });
  });

  it('is a problem in words when it is a page of somebody else', async () => {
    const api = openLabApi(async () => new Response('<h1>502</h1>', { status: 502 }));
    expect(await api.runs()).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('read') },
    });
  });
});
