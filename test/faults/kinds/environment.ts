import type { Fault, Kind } from '../fault.ts';

const set = 'Set it in .env or in the shell.';
const cpus = (name: string) => `expected a list of CPUs such as 0, 2,3 or 4-7 (variable ${name}). ${set}`;

/** What it is, the variable with its value, and what is said. */
type VariableRow = readonly [fault: string, name: string, value: string, says: string];

const inVariables = (rows: readonly VariableRow[]): Fault[] =>
  rows.map(([fault, name, value, says]) => ({
    fault,
    ...{ code: 'BENCH_CONFIG_INVALID', exitCode: 2, says, given: value },
    words: ({ variables }) => {
      variables[name] = value;
      return ['doctor', '--runtime', 'native'];
    },
  }));

export const environment: Kind = {
  title: 'Variables of the shell, and .env',
  about: 'A variable that the lab heeds is checked by whichever command reads it first.',
  faults: [
    ...inVariables([
      [
        'a port that is no number',
        'API_PORT',
        'http',
        `API_PORT is "http": expected a port, a whole number from 1 to 65535 (variable API_PORT). ${set}`,
      ],
      [
        'port 0',
        'API_PORT',
        '0',
        `API_PORT is "0": expected a port, from 1 to 65535 (variable API_PORT). ${set}`,
      ],
      ['a port without its number', 'API_PORT', '', `API_PORT is "": expected a port, … ${set}`],
      ['half a port', 'API_METRICS_PORT', '80.5', `API_METRICS_PORT is "80.5": expected a port, … ${set}`],
      [
        'a port that there is not',
        'FASTAPI_PORT',
        '65536',
        `FASTAPI_PORT is "65536": expected a port, … ${set}`,
      ],
      [
        'a port below nothing',
        'FASTAPI_METRICS_PORT',
        '-1',
        `FASTAPI_METRICS_PORT is "-1": expected a port, … ${set}`,
      ],
      [
        'a port with a host',
        'UPSTREAM_PORT',
        '127.0.0.1:80',
        `UPSTREAM_PORT is "127.0.0.1:80": expected a port, … ${set}`,
      ],
      [
        'a range of ports',
        'POSTGRES_PORT',
        '15432-15433',
        `POSTGRES_PORT is "15432-15433": expected a port, … ${set}`,
      ],
      ['a port without end', 'REDIS_PORT', 'Infinity', `REDIS_PORT is "Infinity": expected a port, … ${set}`],
      ['a port that is NaN', 'PROMETHEUS_PORT', 'NaN', `PROMETHEUS_PORT is "NaN": expected a port, … ${set}`],
      ['two ports', 'GRAFANA_PORT', '3000 3001', `GRAFANA_PORT is "3000 3001": expected a port, … ${set}`],
      [
        'a port of the live page in words',
        'UI_PORT',
        'eighty',
        `UI_PORT is "eighty": expected a port, … ${set}`,
      ],
      [
        "a port of k6's dashboard that there is not",
        'K6_DASHBOARD_PORT',
        '99999',
        `K6_DASHBOARD_PORT is "99999": expected a port, … ${set}`,
      ],
      ['CPUs by name', 'SUBJECT_CPUS', 'all', `SUBJECT_CPUS is "all": ${cpus('SUBJECT_CPUS')}`],
      ['no CPUs', 'SUBJECT_CPUS', '', `SUBJECT_CPUS is "": ${cpus('SUBJECT_CPUS')}`],
      ['half a CPU', 'GENERATOR_CPUS', '0.5', `GENERATOR_CPUS is "0.5": ${cpus('GENERATOR_CPUS')}`],
      [
        'a list of CPUs with a gap',
        'GENERATOR_CPUS',
        '0,,1',
        `GENERATOR_CPUS is "0,,1": ${cpus('GENERATOR_CPUS')}`,
      ],
      ['CPUs below nothing', 'GENERATOR_CPUS', '-1', `GENERATOR_CPUS is "-1": ${cpus('GENERATOR_CPUS')}`],
      ['a project without a name', 'COMPOSE_PROJECT_NAME', '', `COMPOSE_PROJECT_NAME is "": … ${set}`],
      [
        'a mirror of k6 that is no address',
        'K6_DOWNLOAD_BASE',
        'mirror',
        `K6_DOWNLOAD_BASE is "mirror": expected a URL (variable K6_DOWNLOAD_BASE). ${set}`,
      ],
    ]),
  ],
};
