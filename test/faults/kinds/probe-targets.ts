import type { ErrorCode } from '@headroom/contract/errors.ts';
import type { Fault, Kind } from '../fault.ts';
import type { Place } from '../place.ts';
import { answering, closingAtOnce, silent, speaking } from '../servers.ts';

/** A server of that behaviour, the flags, the code, what is said. {origin} is where it listens. */
type ServerRow = readonly [
  fault: string,
  serve: (place: Place) => Promise<string>,
  path: string,
  given: readonly string[],
  code: ErrorCode,
  says: string,
  named: string,
];
const servers = (rows: readonly ServerRow[]): Fault[] =>
  rows.map(([fault, serve, path, given, code, says, named]) => ({
    ...{ fault, code, exitCode: 3, says, given: named },
    words: async (place) => {
      const origin = await serve(place);
      const words = given.map((word) => word.replace('{origin}', origin));
      return [
        'probe',
        `${origin}${path}`,
        ...(given.includes('--timeout') ? [] : ['--timeout', '30s']),
        ...words,
      ];
    },
  }));

const closed =
  'http://127.0.0.1:… closed the connection without an answer (…): expected an answer. Check the scheme (http or https), and see the log of the service.';
const noHttp =
  'http://127.0.0.1:… gave an answer that is not HTTP/1.1 (…): expected an answer. Is another service on that port, such as a database or SSH, or one that speaks HTTPS or HTTP/2 alone?';
const right = answering((_, response) => response.end('right'));

export const probeTargets: Kind = {
  title: 'Targets of probes',
  about: 'The target is asked before any load, once and by hand, and its answer is checked.',
  faults: [
    ...servers([
      ['a service that closes at once', closingAtOnce, '/', [], 'BENCH_PROBE_NO_ANSWER', closed, '127.0.0.1'],
      [
        'a service of another protocol',
        speaking('220 mail.example.com ESMTP\r\n'),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        noHttp,
        '127.0.0.1',
      ],
      [
        'a service that answers rubbish',
        speaking('\u0000\u0001\u001b[31mred'),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        noHttp,
        '127.0.0.1',
      ],
      [
        'a service that says half a head',
        speaking('HTTP/1.1 200 OK\r\nX-Half', true),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        closed,
        '127.0.0.1',
      ],
      [
        'a service that says half a body',
        speaking('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', true),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        'http://127.0.0.1:… closed the connection in the midst of its answer (4 bytes so far): expected a whole one. See the log of the service.',
        '127.0.0.1',
      ],
      [
        'a service whose head is too large',
        speaking(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        'http://127.0.0.1:… gave headers that are larger than 16 KiB in all (UND_ERR_HEADERS_OVERFLOW): expected an answer. Look for a cookie or a header that grows, and ask for a route without it.',
        '127.0.0.1',
      ],
      [
        'a service that says two lengths',
        speaking('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        'http://127.0.0.1:… gave no answer (UND_ERR_RES_CONTENT_LENGTH_MISMATCH): expected one. Check that it is an HTTP service, its scheme (http or https), host and port.',
        '127.0.0.1',
      ],
      [
        'a service of HTTP/2 alone',
        speaking('\u0000\u0000\u0012\u0004\u0000\u0000\u0000\u0000\u0000'),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        noHttp,
        '127.0.0.1',
      ],
      [
        'a service that never answers',
        silent,
        '/x?key=s3cret',
        ['--timeout', '200ms'],
        'BENCH_PROBE_NO_ANSWER',
        '…/x?… gave no answer within 0.2 s: expected a whole one. If it is that slow, give a longer --timeout; a stream without an end cannot be probed.',
        '/x?…',
      ],
      [
        'an answer that never ends',
        answering((_, response) => void response.write('more')),
        '/',
        ['--timeout', '2s'],
        'BENCH_PROBE_NO_ANSWER',
        '… gave an answer that did not end (4 bytes so far) within 2 s: …',
        '4 bytes',
      ],
      [
        'HTTPS where HTTP is spoken',
        async (place) => (await right(place)).replace('http:', 'https:'),
        '/',
        [],
        'BENCH_PROBE_NO_ANSWER',
        'https://127.0.0.1:… does not speak TLS (ERR_SSL_WRONG_VERSION_NUMBER): expected an answer. Is it http, and not https?',
        'https',
      ],
      [
        'a wrong status',
        answering((_, response) => void response.writeHead(503).end('no')),
        '/',
        [],
        'BENCH_PROBE_WRONG_ANSWER',
        '… answered status 503: expected 200. Check the URL, --method and the headers, or give --expect-status 503 if that is right.',
        '503',
      ],
      [
        'another status than is expected',
        right,
        '/',
        ['--expect-status', '201'],
        'BENCH_PROBE_WRONG_ANSWER',
        '… answered status 200: expected 201. …',
        '201',
      ],
      [
        'a way elsewhere',
        answering((_, response) => void response.writeHead(302, { location: '/login?next=s3cret' }).end()),
        '/',
        [],
        'BENCH_PROBE_WRONG_ANSWER',
        '… answered status 302 and leads to …/login?…, which is not followed: expected status 200. …',
        '302',
      ],
      [
        'a way round in a circle',
        answering((_, response) => void response.writeHead(301, { location: '/' }).end()),
        '/',
        [],
        'BENCH_PROBE_WRONG_ANSWER',
        '… answered status 301 and leads to …, which is not followed: …',
        '301',
      ],
      [
        'a body that is another',
        right,
        '/',
        ['--expect-body', 'wrong'],
        'BENCH_PROBE_WRONG_ANSWER',
        '… answered a body of 5 bytes that is not that of --expect-body (5 bytes): expected the same, and it differs from character 1 on. Ask once by hand and compare.',
        '5 bytes',
      ],
      [
        'a body without its word',
        right,
        '/',
        ['--expect-contains', 'welcome'],
        'BENCH_PROBE_WRONG_ANSWER',
        '… answered a body of 5 bytes without the text of --expect-contains (7 characters): expected it in there. Ask once by hand and compare.',
        '7 characters',
      ],
      [
        'an empty body',
        answering((_, response) => void response.end()),
        '/',
        ['--expect-contains', 'x'],
        'BENCH_PROBE_WRONG_ANSWER',
        '… answered a body of 0 bytes without the text of --expect-contains …',
        '0 bytes',
      ],
      [
        'a bystander that fails',
        answering(({ url }, response) => void response.writeHead(url === '/ping' ? 500 : 200).end()),
        '/',
        ['--bystander', '{origin}/ping'],
        'BENCH_PROBE_WRONG_ANSWER',
        '--bystander …/ping answered status 500: expected 200. Give an address that does.',
        '--bystander',
      ],
      [
        'metrics that are none',
        answering(({ url }, response) => void response.writeHead(url === '/metrics' ? 404 : 200).end()),
        '/',
        ['--metrics', '{origin}/metrics'],
        'BENCH_PROBE_NO_ANSWER',
        '--metrics http://127.0.0.1:…/metrics gave no page of metrics (the metrics page answered 404): expected status 200 and text. Check the address, or leave --metrics out.',
        '--metrics',
      ],
    ]).map((fault) => ({ ...fault, hides: 's3cret' })),
  ],
};
