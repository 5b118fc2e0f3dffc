import { inWords, type Kind } from '../fault.ts';

const _users = 'expected a whole number from 1 to 1000 (the command line).';
const rate = 'expected requests per second, from 0.1 to 10000 (the command line).';
const metrics =
  'expected a metric (throughput, mean, p50, p95, p99, cpu, memory) and by how much it may get worse, as throughput:-5% or p99:+10% (the command line).';

export const choices: Kind = {
  title: 'Lists, gates and the flags of other commands',
  about: 'What is told with commas, of a service level, of a gate, of the live page and of stored runs.',
  faults: [
    ...inWords('BENCH_CONFIG_INVALID', 2, [
      [
        'a subject twice',
        'run --subject nest,nest',
        '--subject is "nest,nest": expected each entry once (the command line).',
      ],
      [
        'a parameter that is misspelt',
        'run --endpoint /async?dely=1',
        'endpoint "/async?dely=1": expected as parameters, each at most once, delay (seconds, 0 to 60), …',
      ],
      [
        'a parameter that is no number',
        'run --endpoint /async?delay=x',
        'endpoint "/async?delay=x": expected as parameters, …',
      ],
      [
        'a parameter twice',
        'run --endpoint /async?delay=1&delay=2',
        'endpoint "/async?delay=1&delay=2": expected as parameters, …',
      ],
      [
        'an endpoint that only another subject has',
        'run --endpoint /blocking',
        'endpoint /blocking is not served by nest: expected subject fastapi or fastapi-workers. Add it with --subject.',
      ],
      [
        'an endpoint twice',
        'run --endpoint /sync,/sync',
        '--endpoint is "/sync,/sync": expected each entry once (the command line).',
      ],
      ['no results folder', ['run', '--out', ''], '--out is "": expected a folder (the command line).'],
      ['a gate of an unknown metric', 'run --base . --gate speed:-5%', `--gate is "speed:-5%": ${metrics}`],
      ['a gate without its sign of per cent', 'run --base . --gate p99:+5', `--gate is "p99:+5": ${metrics}`],
      [
        'a gate in the wrong direction',
        'run --base . --gate throughput:+5%',
        '--gate is "throughput:+5%": expected throughput:-5%, because less of it is worse (the command line).',
      ],
      [
        'a gate of latency in the wrong direction',
        'run --base . --gate p99:-5%',
        '--gate is "p99:-5%": expected p99:+5%, because more of it is worse (the command line).',
      ],
      [
        'a gate of everything',
        'run --base . --gate throughput:-100%',
        '--gate is "throughput:-100%": expected less than 100 %, which is all of the throughput (the command line).',
      ],
      [
        'a gate without a base',
        'run --gate throughput:-5%',
        '--gate is ["throughput:-5%"] without --base: expected both, …',
      ],
      [
        'a base without a name',
        ['run', '--base', ''],
        '--base is "": expected a folder or a file (the command line).',
      ],
      [
        'too few repeats for noise',
        'noise --repeats 2',
        'repeats is 2: expected at least 6 to know the noise of this machine. Leave --repeats out for 10.',
      ],
      [
        'a service level without its limit',
        'capacity --slo p95',
        '--slo is "p95": expected a quantile (p50, p90, p95 or p99) and a duration from 1ms to 1m, such as p95=300ms (the command line).',
      ],
      ['a service level of no time', 'capacity --slo p95=0', '--slo is "p95=0": expected a quantile …'],
      [
        'a service level of an unknown quantile',
        'capacity --slo p42=300ms',
        '--slo is "p42=300ms": expected a quantile …',
      ],
      [
        'a service level that is too slow',
        'capacity --slo p95=2m',
        '--slo is "p95=2m": expected a quantile …',
      ],
      [
        'a model of its own',
        'capacity --slo p95=300ms --model half',
        '--model is "half": expected open or closed (the command line).',
      ],
      ['a highest rate of nothing', 'capacity --slo p95=300ms --rate-max 0', `--rate-max is "0": ${rate}`],
      [
        'a port of nothing for the live page',
        'serve --port 0',
        '--port is "0": expected a whole number from 1 to 65535.',
      ],
      [
        'a port that there is not',
        'serve --port 65536',
        '--port is "65536": expected a whole number from 1 to 65535.',
      ],
      [
        'a port by its name',
        'serve --port http',
        '--port is "http": expected a whole number from 1 to 65535.',
      ],
      [
        'a live page for nobody',
        'serve --users-max 0',
        '--users-max is "0": expected a whole number from 1 to 1000.',
      ],
      [
        'a live page for too many',
        'serve --users-max 1001',
        '--users-max is "1001": expected a whole number from 1 to 1000.',
      ],
      [
        'a live page at no address',
        ['serve', '--host', ''],
        '--host is "": expected an address of this machine.',
      ],
      [
        'a live page at the address of another machine',
        'serve --host 192.0.2.1',
        '--host is "192.0.2.1", where nothing can listen (EADDRNOTAVAIL): expected an address of this machine, such as 127.0.0.1.',
      ],
      ['none of the runs', 'runs --last 0', '--last is "0": expected a whole number from 1 to 1000000.'],
      [
        'runs since a word',
        'runs --since yesterday',
        '--since is "yesterday": expected an age such as 12h, 7d or 2w, or a day or time in UTC such as 2026-01-31 or 2026-01-31T18:30.',
      ],
      [
        'runs until a month that there is not',
        'runs --until 2026-13-01',
        '--until is "2026-13-01": expected an age such as 12h, 7d or 2w, …',
      ],
      [
        'runs of a preset without a name',
        ['runs', '--preset', ''],
        '--preset is "": expected names with commas between.',
      ],
    ]),
  ],
};
