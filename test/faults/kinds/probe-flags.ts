import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../fault.ts';
import { inFlags, nobody } from '../probe-fault.ts';

const whole = 'expected a whole address, such as http://127.0.0.1:3000/orders.';

export const probeFlags: Kind = {
  title: 'Flags of probes',
  about: 'All of them are read before the target is asked.',
  faults: [
    ...inFlags('BENCH_PROBE_HOST_NOT_ALLOWED', [
      [
        'a bystander on another machine',
        ['--bystander', 'http://192.0.2.1/'],
        '--bystander names 192.0.2.1, which is not this machine: …',
        '192.0.2.1',
      ],
      [
        'metrics on another machine',
        ['--metrics', 'http://192.0.2.1/metrics'],
        '--metrics names 192.0.2.1, which is not this machine: …',
        '192.0.2.1',
      ],
    ]),
    ...inFlags('BENCH_CONFIG_INVALID', [
      ['a bystander that is no address', ['--bystander', 'ping'], `--bystander is "ping": ${whole}`],
      ['metrics that are no address', ['--metrics', 'metrics'], `--metrics is "metrics": ${whole}`],
      [
        'an unknown method',
        ['--method', 'FETCH'],
        '--method is "FETCH": expected one of GET, … (the command line).',
      ],
      ['no method', ['--method', ''], '--method is "": expected one of GET, … (the command line).'],
      [
        'a status that there is not',
        ['--expect-status', '99'],
        '--expect-status is "99": expected a whole number from 100 to 599 (the command line).',
      ],
      [
        'a status in words',
        ['--expect-status', 'ok'],
        '--expect-status is "ok": expected a whole number from 100 to 599 (the command line).',
      ],
      [
        'too many users',
        ['--users-max', '5000'],
        '--users-max is "5000": expected a whole number from 1 to 1000 (the command line).',
      ],
      [
        'no users',
        ['--users-max', '0'],
        '--users-max is "0": expected a whole number from 1 to 1000 (the command line).',
      ],
      [
        'a rate above the limit',
        ['--rate', '5000'],
        '--rate is 5000 requests per second: expected at most 1000. If the service is meant to get that much, give --rate-max 5000.',
      ],
      [
        'a rate with an exponent',
        ['--rate', '1e9'],
        '--rate is "1e9": expected requests per second, from 0.1 to 10000 (the command line).',
      ],
      [
        'a limit of rates that is too high',
        ['--rate-max', '100000'],
        '--rate-max is "100000": expected requests per second, from 0.1 to 10000 (the command line).',
      ],
      [
        'a rate and a pause',
        ['--rate', '5', '--think', '1s'],
        '--rate is given together with --think: expected one of them, for at a constant rate nobody thinks. Remove the other.',
        '--think',
      ],
      [
        'a pause in words',
        ['--think', 'long'],
        '--think is "long": expected a duration from 0s to 1m, or the least and the most, such as 100ms..200ms.',
      ],
      [
        'a pause whose most is below its least',
        ['--think', '2s..1s'],
        '--think is "2s..1s": expected a duration from 0s to 1m, …',
      ],
      [
        'a pause of three times',
        ['--think', '1s..2s..3s'],
        '--think is "1s..2s..3s": expected a duration from 0s to 1m, …',
      ],
      [
        'a window that is too long',
        ['--duration', '2m'],
        '--duration is "2m": expected a duration from 1s to 1m, such as 500ms, 30s or 2m (the command line).',
      ],
      [
        'a load that is too short',
        ['--max-time', '1s'],
        '--max-time is "1s": expected a duration from 5s to 1h, such as 500ms, 30s or 2m (the command line).',
      ],
      [
        'no patience',
        ['--timeout', '0'],
        '--timeout is "0": expected a duration from 100ms to 1m, such as 500ms, 30s or 2m (the command line).',
      ],
      [
        'a seed in words',
        ['--seed', 'luck'],
        '--seed is "luck": expected a whole number from 0 to 4294967295 (the command line).',
      ],
      [
        'two right bodies',
        ['--expect-body', 'a', '--expect-contains', 'b'],
        '--expect-body is given together with --expect-contains: expected one of them. Remove the other.',
        '--expect-contains',
      ],
    ]),
    ...inFlags(
      'BENCH_RESULTS_NOT_WRITABLE',
      [
        [
          'JSON into a folder that is not there',
          ['--json', '/no/such/folder/x.json'],
          '--json is "/no/such/folder/x.json", …: expected a file …, or - for the terminal.…',
        ],
        [
          'JSON into a file without a name',
          ['--json', ''],
          '--json is "", which names no file: expected a file …, or - for the terminal.…',
        ],
        [
          'JSON into a folder',
          ({ folder }) => {
            mkdirSync(join(folder, 'json'));
            return ['--json', join(folder, 'json')];
          },
          '--json is "{folder}/json", which …: expected a file …, or - for the terminal.…',
          'json',
        ],
      ],
      3,
    ),
    ...inFlags(
      'BENCH_PROBE_NO_ANSWER',
      [
        [
          'an address where nobody listens',
          [],
          'nobody listens at http://127.0.0.1:1/: expected a running service. Start it, or check host and port.',
          '127.0.0.1:1',
        ],
        [
          'metrics where nobody listens',
          ['--metrics', nobody],
          '--metrics http://127.0.0.1:1/ gave no page of metrics (ECONNREFUSED): expected status 200 and text. Check the address, or leave --metrics out.',
          '127.0.0.1:1',
        ],
      ],
      3,
    ),
  ],
};
