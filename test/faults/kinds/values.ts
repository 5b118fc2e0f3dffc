import { inWords, type Kind } from '../fault.ts';

const users = 'expected a whole number from 1 to 1000 (the command line).';
const rate = 'expected requests per second, from 0.1 to 10000 (the command line).';
const window = 'expected a duration from 1s to 1h, such as 500ms, 30s or 2m (the command line).';

export const values: Kind = {
  title: 'Values of flags',
  about: 'Each flag says what it takes; nothing is rounded or guessed.',
  faults: [
    ...inWords('BENCH_CONFIG_INVALID', 2, [
      ['no users', 'run --vus 0', `--vus is "0": ${users}`],
      ['users below nothing', 'run --vus -1', `--vus is "-1": ${users}`],
      ['users with an exponent', 'run --vus 1e3', `--vus is "1e3": ${users}`],
      ['users that are no number', 'run --vus NaN', `--vus is "NaN": ${users}`],
      ['users without end', 'run --vus Infinity', `--vus is "Infinity": ${users}`],
      ['users in words', 'run --vus ten', `--vus is "ten": ${users}`],
      ['users in hexadecimal', 'run --vus 0x10', `--vus is "0x10": ${users}`],
      ['a list of users with a gap', 'run --vus 1,,2', `--vus is "1,,2": ${users}`],
      ['a list of users with another sign between', 'run --vus 1;2', `--vus is "1;2": ${users}`],
      [
        'a number of users twice',
        'run --vus 1,1',
        '--vus is "1,1": expected each entry once (the command line).',
      ],
      ['too many users', 'run --vus 1001', `--vus is "1001": ${users}`],
      [
        'more users than a number holds',
        'run --vus 99999999999999999999',
        `--vus is "99999999999999999999": ${users}`,
      ],
      ['half a user', 'run --vus 1.5', `--vus is "1.5": ${users}`],
      ['users that are not given', ['run', '--vus', ''], `--vus is "": ${users}`],
      ['no rate', 'run --rate 0', `--rate is "0": ${rate}`],
      ['a rate with an exponent', 'run --rate 1e9', `--rate is "1e9": ${rate}`],
      ['a rate that is too high', 'run --rate 10001', `--rate is "10001": ${rate}`],
      ['a rate below nothing', 'run --rate -5', `--rate is "-5": ${rate}`],
      ['a rate twice', 'run --rate 5,5', '--rate is "5,5": expected each entry once (the command line).'],
      ['a window of nothing', 'run --duration 0', `--duration is "0": ${window}`],
      ['a window in an unknown unit', 'run --duration 10x', `--duration is "10x": ${window}`],
      ['a window with a space', ['run', '--duration', '10 s'], `--duration is "10 s": ${window}`],
      ['a window in two units', 'run --duration 1m30s', `--duration is "1m30s": ${window}`],
      ['a window that is too long', 'run --duration 2h', `--duration is "2h": ${window}`],
      ['a window below nothing', 'run --duration -3s', `--duration is "-3s": ${window}`],
      ['a window that is not given', ['run', '--duration', ''], `--duration is "": ${window}`],
      [
        'a warm-up that is too long',
        'run --warmup 11m',
        '--warmup is "11m": expected a duration from 0s to 10m, such as 500ms, 30s or 2m (the command line).',
      ],
      [
        'a warm-up in words',
        'run --warmup soon',
        '--warmup is "soon": expected a duration from 0s to 10m, such as 500ms, 30s or 2m (the command line).',
      ],
      [
        'no repeats',
        'run --repeats 0',
        '--repeats is "0": expected a whole number from 1 to 100 (the command line).',
      ],
      [
        'too many repeats',
        'run --repeats 101',
        '--repeats is "101": expected a whole number from 1 to 100 (the command line).',
      ],
      [
        'a seed below nothing',
        'run --seed -1',
        '--seed is "-1": expected a whole number from 0 to 4294967295 (the command line).',
      ],
      [
        'a seed that is too large',
        'run --seed 4294967296',
        '--seed is "4294967296": expected a whole number from 0 to 4294967295 (the command line).',
      ],
      [
        'users who never start',
        'run --spawn-rate 0',
        '--spawn-rate is "0": expected users per second, from 0.1 to 10000 (the command line).',
      ],
      [
        'users who connect at no time',
        'run --connections never',
        '--connections is "never": expected during or before (the command line).',
      ],
      [
        'bystanders below nothing',
        'run --bystanders -1',
        '--bystanders is "-1": expected a whole number from 0 to 100 (the command line).',
      ],
      [
        'half a bystander',
        'run --bystanders 1.5',
        '--bystanders is "1.5": expected a whole number from 0 to 100 (the command line).',
      ],
      [
        'a share of nothing',
        'run --until-stable 0%',
        '--until-stable is "0%": expected a share from 0.1% to 50%, such as 5% (the command line).',
      ],
      [
        'a share of most',
        'run --until-stable 60%',
        '--until-stable is "60%": expected a share from 0.1% to 50%, such as 5% (the command line).',
      ],
      [
        'a budget in days',
        'run --until-stable 5% --budget 2d',
        '--budget is "2d": expected a duration from 1s to 24h, such as 500ms, 30s or 2m (the command line).',
      ],
    ]),
  ],
};
