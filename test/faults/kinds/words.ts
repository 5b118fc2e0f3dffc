import { inWords, type Kind } from '../fault.ts';

const _users = 'expected a whole number from 1 to 1000 (the command line).';
const help = 'See: npm exec headroom -- --help';

export const words: Kind = {
  title: 'Commands, flags and words',
  about:
    'The command line has something that no command has, or lacks what one needs. Nothing is started and nothing is written.',
  faults: [
    ...inWords('BENCH_USAGE_INVALID', 2, [
      ['an unknown command', 'rum', `unknown command 'rum' (Did you mean run?). ${help}`],
      ['a command in capitals', 'RUN', `unknown command 'RUN'. ${help}`],
      ['an unknown flag', 'run --presett', `unknown option '--presett' (Did you mean --preset?). ${help}`],
      ['an unknown flag of no command', '--frobnicate', `unknown option '--frobnicate'. ${help}`],
      ['a flag of another command', 'doctor --preset', `unknown option '--preset'. ${help}`],
      ['a flag of users in a search for capacity', 'capacity --vus', `unknown option '--vus'. ${help}`],
      [
        'a word too many',
        'run quick',
        `too many arguments for 'run'. Expected 0 arguments but got 1: quick. ${help}`,
      ],
      [
        'a word too many after a run',
        'resume a b',
        `too many arguments for 'resume'. Expected 1 argument but got 2: a, b. ${help}`,
      ],
      [
        'a third run in a report',
        'report a b c',
        `too many arguments for 'report'. Expected 2 arguments but got 3: a, b, c. ${help}`,
      ],
      [
        'a word after up',
        'up now',
        `too many arguments for 'up'. Expected 0 arguments but got 1: now. ${help}`,
      ],
      ['a flag that down does not have', 'down --force', `unknown option '--force'. ${help}`],
      [
        'an unknown command of runs',
        'runs remove',
        `too many arguments for 'runs'. Expected 0 arguments but got 1: remove. ${help}`,
      ],
      [
        'a probe of two addresses',
        'probe http://127.0.0.1:1/ http://127.0.0.1:2/',
        `too many arguments for 'probe'. Expected 1 argument but got 2: …. ${help}`,
      ],
      [
        'a flag at the end without its value',
        'run --vus',
        `option '--vus <numbers>' argument missing. ${help}`,
      ],
      [
        'runs to be deleted that nothing names',
        'runs delete',
        'runs delete was given neither a run id nor a filter: expected run ids, or a filter such as --older-than 90d.',
      ],
      [
        'one run to be compared',
        'compare one',
        'only one run is named, "one": expected two, as headroom compare one latest, or none for the latest pair.',
      ],
    ]),
    ...inWords('BENCH_USAGE_INVALID', 2, [
      ['a probe of nothing', 'probe', `missing required argument 'url'. ${help}`],
    ]).map((fault) => ({ ...fault, given: 'url' })),
    ...inWords('BENCH_USAGE_INVALID', 2, [
      [
        'a flag that is followed by another',
        'run --vus --out',
        `--vus has no value: expected <numbers> before --out. ${help}`,
      ],
      [
        'a preset that is followed by another flag',
        'run --preset --vus',
        `--preset has no value: expected <name> before --vus. ${help}`,
      ],
      [
        'a header of a probe that is followed by another flag',
        'probe http://127.0.0.1:1/ --header-file --json',
        `--header-file has no value: expected <file> before --json. ${help}`,
      ],
      [
        'a method of a probe that is followed by its long name',
        'probe http://127.0.0.1:1/ -X --method',
        `-X has no value: expected <name> before --method. ${help}`,
      ],
      [
        'a filter of runs that is followed by another',
        'runs delete --older-than --yes',
        `--older-than has no value: expected <age> before --yes. ${help}`,
      ],
    ]),
  ],
};
