import type { ErrorCode } from '@headroom/contract/errors.ts';
import type { Fault, Kind } from '../fault.ts';

const whole = 'expected a whole address, such as http://127.0.0.1:3000/orders.';
const authority =
  'expected an address without, because command lines are seen by others. Send it as a header: --header-env Authorization=VARIABLE.';

/** What it is, the address, what is said; and what of it is named. */
type AddressRow = readonly [fault: string, address: string, says: string, given?: string];
const addresses = (code: ErrorCode, rows: readonly AddressRow[]): Fault[] =>
  rows.map(([fault, address, says, given = address]) => ({
    ...{ fault, code, exitCode: 2, says, given },
    words: () => ['probe', address],
  }));

export const probeAddresses: Kind = {
  title: 'Addresses of probes',
  about: 'Only this machine is loaded unless another is named; no line shows a password.',
  faults: [
    ...addresses('BENCH_CONFIG_INVALID', [
      ['an address without its scheme', '127.0.0.1:3000/x', `the URL is "127.0.0.1:3000/x": ${whole}`],
      ['a path alone', '/orders', `the URL is "/orders": ${whole}`],
      ['no address', '', `the URL is "": ${whole}`],
      ['an address of another protocol', 'ftp://127.0.0.1/', `the URL is "ftp://127.0.0.1/": ${whole}`],
      ['a file', 'file:///etc/passwd', `the URL is "file:///etc/passwd": ${whole}`],
      ['an address without its host', 'http://', `the URL is "http://": ${whole}`],
      [
        'an address with a port that there is not',
        'http://127.0.0.1:65536/',
        `the URL is "http://127.0.0.1:65536/": ${whole}`,
      ],
      ['an address with a space', 'http://127.0.0.1 3000/', `the URL is "http://127.0.0.1 3000/": ${whole}`],
      ['a script', 'javascript:alert(1)', `the URL is "javascript:alert(1)": ${whole}`],
    ]),
    ...addresses('BENCH_CONFIG_INVALID', [
      [
        'an address with a password',
        'http://us3r:p4ss@127.0.0.1:1/',
        `the URL holds a user name or a password for 127.0.0.1:1: ${authority}`,
        '127.0.0.1:1',
      ],
      [
        'an address with a user name',
        'http://p4ss@127.0.0.1:1/',
        `the URL holds a user name or a password for 127.0.0.1:1: ${authority}`,
        '127.0.0.1:1',
      ],
      [
        'a half address with a password',
        'us3r:p4ss@127.0.0.1:1/',
        `the URL is "…@127.0.0.1:1/": ${whole}`,
        '127.0.0.1:1',
      ],
    ]).map((fault) => ({ ...fault, hides: 'p4ss' })),
    ...addresses('BENCH_PROBE_HOST_NOT_ALLOWED', [
      [
        'the address of another machine',
        'http://192.0.2.1/',
        'the URL names 192.0.2.1, which is not this machine: expected one of its own addresses. If that host is yours to load, say so: --i-may-load 192.0.2.1',
        '192.0.2.1',
      ],
      [
        'the name of another machine',
        'http://example.com/',
        'the URL names example.com, which is not this machine: …: --i-may-load example.com',
        'example.com',
      ],
      [
        'a name that only begins like this machine',
        'http://localhost.example.com/',
        'the URL names localhost.example.com, which is not this machine: …',
        'localhost.example.com',
      ],
      [
        'an address of IPv6 of another machine',
        'http://[2001:db8::1]/',
        'the URL names 2001:db8::1, which is not this machine: …',
        '2001:db8::1',
      ],
    ]),
  ],
};
