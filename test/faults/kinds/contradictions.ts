import { inWords, type Kind } from '../fault.ts';

const _users = 'expected a whole number from 1 to 1000 (the command line).';
const _rate = 'expected requests per second, from 0.1 to 10000 (the command line).';
const _subjects = 'expected one of nest, nest-cluster, fastapi, fastapi-workers.';

export const contradictions: Kind = {
  title: 'Flags that do not go together',
  about: 'No single value is wrong.',
  faults: [
    ...inWords('BENCH_CONFIG_INVALID', 2, [
      [
        'a rate and users',
        'run --rate 5 --vus 1',
        'rate is given together with vus: expected requests a second (the open model) or users, not both. Remove one of them.',
      ],
      [
        'a rate, and users who connect before',
        'run --rate 5 --connections before',
        'connections is "before", and --rate sends requests whatever is answered, by whoever is free: expected users (--vus). Leave one of the two out.',
      ],
      [
        'a budget for nothing',
        'run --budget 5m',
        'budget is 300 s without untilStable: expected both, or neither. Add --until-stable.',
      ],
      [
        'a search for capacity without a service level',
        'capacity',
        'slo is not given: expected the service level that is to hold, as --slo p95=300ms.',
      ],
      [
        'a limit of users in the open model',
        'capacity --slo p95=300ms --users-max 5',
        'usersMax is given in the open model: expected rateMax, or the model closed.',
      ],
      [
        'a limit of rates in the closed model',
        'capacity --slo p95=300ms --model closed --rate-max 5',
        'rateMax is given in the closed model: expected usersMax, or the model open.',
      ],
      [
        'a base for a subject without builds',
        'run --base . --subject fastapi',
        'base is given with the subject fastapi: expected subjects of the NestJS service only, of which there are builds. Add --subject nest.',
      ],
    ]).map((fault) => ({ ...fault, given: null })),
  ],
};
