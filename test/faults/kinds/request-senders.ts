import { tokenHeader } from '@headroom/contract/live-routes.ts';
import { aStart, host } from '../../../bench/serve/fixtures/live-server.ts';
import type { RequestFault, RequestKind } from '../request-fault.ts';

const runs = '/api/runs';

/** What it is, the headers that are not those of the page, what is said. */
type HeaderRow = readonly [
  fault: string,
  headers: Record<string, string | undefined>,
  says: string,
  given?: string,
];
const foreign = (rows: readonly HeaderRow[]): RequestFault[] =>
  rows.map(([fault, headers, says, given]) => ({
    ...{ fault, code: 'BENCH_SERVE_REFUSED', status: 403, says, given: given ?? null },
    ask: (server) => server.ask('POST', runs, aStart, headers),
  }));

const origin = `This did not come from the live page: expected the header Origin: http://${host}. Use the page itself.`;
const elsewhere = 'A page of another site asked for this: open the live page itself.';
const token = `The header ${tokenHeader} is …: reload the page; the server may have been started anew.`;

/** What it is, a request as somebody else would send it, status, what is said; and what is named. */
type RawRow = readonly [
  fault: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS',
  url: string,
  status: number,
  code: RequestFault['code'],
  says: string,
  given?: string,
];
const asked = (rows: readonly RawRow[]): RequestFault[] =>
  rows.map(([fault, method, url, status, code, says, given]) => ({
    ...{ fault, code, status, says, given: given ?? null },
    ask: (server) => server.ask(method, url),
  }));

export const requestSenders: RequestKind = {
  title: 'Senders and addresses of requests to the live page',
  about: 'Whatever is sent, nothing is started, changed or deleted, and the sender is told why.',
  faults: [
    ...foreign([
      ['no origin', { origin: undefined }, origin, host],
      ['the origin of another site', { origin: 'http://evil.example' }, origin, host],
      ['an origin of nobody', { origin: 'null' }, origin, host],
      ['this machine by another name', { origin: 'http://localhost:8089' }, origin, host],
      ['a page of another site', { 'sec-fetch-site': 'cross-site' }, origin, host],
      ['a page of another port', { 'sec-fetch-site': 'same-site' }, origin, host],
      ['no token', { [tokenHeader]: undefined }, token.replace('…', 'missing'), tokenHeader],
      ['an empty token', { [tokenHeader]: '' }, token, tokenHeader],
      [
        'a wrong token',
        { [tokenHeader]: 'x'.repeat(43) },
        token.replace('…', 'not that of this server'),
        tokenHeader,
      ],
      [
        'a form',
        { 'content-type': 'application/x-www-form-urlencoded' },
        'The body is of another kind: expected application/json.',
        'application/json',
      ],
      [
        'plain text',
        { 'content-type': 'text/plain' },
        'The body is of another kind: expected application/json.',
        'application/json',
      ],
      [
        'something like JSON',
        { 'content-type': 'application/jsonp' },
        'The body is of another kind: expected application/json.',
        'application/json',
      ],
    ]),
    ...['evil.example:8089', '127.0.0.1:1'].map(
      (other): RequestFault => ({
        ...{
          fault: `the host ${JSON.stringify(other)}`,
          code: 'BENCH_SERVE_REFUSED',
          status: 403,
          given: other,
        },
        says: `This server does not go by the name ${JSON.stringify(other)}: open the page at the address that headroom serve prints.`,
        ask: (server) => server.raw({ url: '/api/lab', headers: { host: other } }),
      }),
    ),
    {
      ...{ fault: 'data for a page of another site', code: 'BENCH_SERVE_REFUSED', status: 403, given: null },
      says: elsewhere,
      ask: (server) => server.raw({ url: '/api/lab', headers: { 'sec-fetch-site': 'cross-site' } }),
    },
    ...asked([
      [
        'an address that there is not',
        'GET',
        '/api/nothing',
        404,
        'BENCH_SERVE_NOT_FOUND',
        'There is no GET "/api/nothing" here: start from the page itself, at "/".',
        '/api/nothing',
      ],
      [
        'another method',
        'PUT',
        runs,
        404,
        'BENCH_SERVE_NOT_FOUND',
        'There is no PUT "/api/runs" here: start from the page itself, at "/".',
        'PUT',
      ],
      [
        'a question beforehand',
        'OPTIONS',
        runs,
        404,
        'BENCH_SERVE_NOT_FOUND',
        'There is no OPTIONS "/api/runs" here: …',
        'OPTIONS',
      ],
      [
        'an address that cannot be decoded',
        'GET',
        '/%zz',
        400,
        'BENCH_SERVE_REFUSED',
        'The address cannot be decoded.',
      ],
      [
        'a run that is not there',
        'GET',
        '/runs/yesterday/report.html',
        404,
        'BENCH_RESULTS_RUN_NOT_FOUND',
        'there is no run "yesterday" in …: expected …',
        'yesterday',
      ],
      [
        'a way out of the results',
        'GET',
        '/runs/..%2f..%2fetc/report.html',
        404,
        'BENCH_RESULTS_RUN_NOT_FOUND',
        'there is no run "../../etc" in …: expected …',
        '..',
      ],
      [
        'a name with a sign that no name has',
        'GET',
        '/runs/a%00b/report.html',
        404,
        'BENCH_RESULTS_RUN_NOT_FOUND',
        'there is no run "a\\u0000b" in …: expected …',
        'a',
      ],
      [
        'a name that is longer than any folder has',
        'GET',
        `/runs/${'x'.repeat(4000)}/report.html`,
        414,
        'BENCH_SERVE_REFUSED',
        'The address is too long.',
      ],
      [
        'a run to be deleted that is not there',
        'DELETE',
        '/api/runs/yesterday',
        404,
        'BENCH_RESULTS_RUN_NOT_FOUND',
        'there is no run "yesterday" in …: nothing was deleted. Expected a run id, but there are no runs.',
        'yesterday',
      ],
      [
        'a way out of the results, to be deleted',
        'DELETE',
        '/api/runs/..%2fdist',
        404,
        'BENCH_RESULTS_RUN_NOT_FOUND',
        'there is no run "../dist" in …: nothing was deleted. Expected a run id, but there are no runs.',
        '../dist',
      ],
      [
        'a run to be resumed that is not there',
        'POST',
        '/api/runs/yesterday/resume',
        404,
        'BENCH_RESULTS_RUN_NOT_FOUND',
        'there is no run "yesterday" in …: expected …',
        'yesterday',
      ],
      [
        'an end of no run',
        'POST',
        '/api/runs/current/stop',
        409,
        'BENCH_SERVE_NOT_RUNNING',
        'no run is in hand: start one first.',
      ],
      [
        'a file beside the page',
        'GET',
        '/../precious.txt',
        404,
        'BENCH_SERVE_NOT_FOUND',
        'There is no GET "…precious.txt" here: …',
        'precious.txt',
      ],
      [
        'a hidden file of the page',
        'GET',
        '/.secret',
        404,
        'BENCH_SERVE_NOT_FOUND',
        'There is no GET "/.secret" here: …',
        '.secret',
      ],
    ]),
  ],
};
