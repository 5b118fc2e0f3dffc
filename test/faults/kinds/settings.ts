import { inSettings, type Kind } from '../fault.ts';

const file = '(headroom.config.ts).';
const lists = `expected a list, or its only entry ${file}`;
const users = `expected a whole number from 1 to 1000 ${file}`;
const seed = `expected a whole number from 0 to 4294967295 ${file}`;
const window = `expected a duration from 1s to 1h, such as 500ms, 30s or 2m ${file}`;
const minute = `expected a duration from 0s to 1m, such as 500ms, 30s or 2m ${file}`;
const share = `expected a share from 0.1% to 50%, such as 5% ${file}`;
const presets = 'expected one of article, quick, claims, waits, noop, full, noise.';

export const settings: Kind = {
  title: 'Settings of headroom.config.ts',
  about: 'Every setting is checked before anything is started; the first that is wrong is named.',
  faults: [
    ...inSettings('BENCH_CONFIG_INVALID', 2, [
      ['vus: NaN', `vus is NaN: ${lists}`],
      ['vus: [NaN]', `vus is NaN: ${users}`, 'NaN'],
      ['vus: Infinity', `vus is Infinity: ${lists}`],
      ['vus: 10n', `vus is 10n: ${lists}`],
      ['vus: Symbol("a")', `vus is Symbol(a): ${lists}`],
      ['vus: null', `vus is null: ${lists}`],
      ['vus: {}', `vus is {}: ${lists}`],
      ['vus: []', `vus is []: expected at least one entry ${file}`],
      ['vus: [[1]]', `vus is [ 1 ]: ${users}`, '[1]'],
      ['vus: true', `vus is true: ${lists}`],
      ['vus: ["ten"]', `vus is "ten": ${users}`, 'ten'],
      ['vus: [1, 1]', `vus is [ 1, 1 ]: expected each entry once ${file}`],
      ['vus: () => 1', `vus is [Function: vus]: ${lists}`, 'Function'],
      ['vus: new Date(0)', `vus is 1970-01-01T00:00:00.000Z: ${lists}`, '1970'],
      ['seed: -1', `seed is -1: ${seed}`],
      ['seed: 1.5', `seed is 1.5: ${seed}`],
      ['seed: 10n', `seed is 10n: ${seed}`],
      ['seed: "x"', `seed is "x": ${seed}`],
      ['seed: ""', `seed is "": ${seed}`],
      ['preset: 7', `preset is 7: expected a name ${file}`],
      ['preset: null', `preset is null: expected a name ${file}`],
      ['subject: 7', `subject is 7: expected a name ${file}`],
      ['subject: []', `subject is []: expected at least one entry ${file}`],
      ['subject: {}', `subject is {}: ${lists}`],
      ['endpoint: [7]', `endpoint is 7: expected an endpoint, such as "/sync" ${file}`, '7'],
      ['endpoint: null', `endpoint is null: ${lists}`],
      ['cells: []', `cells is []: expected at least one cell ${file}`],
      [
        'cells: "/sync"',
        `cells is "/sync": expected a list of cells, such as [{ endpoint: "/sync", vus: 1 }] ${file}`,
      ],
      [
        'cells: [null]',
        `cells is null: expected a cell, such as { endpoint: "/sync", vus: 1 } ${file}`,
        'null',
      ],
      ['cells: [{ endpoint: "/sync", vus: 0 }]', `cells.vus is 0: ${users}`, '0'],
      [
        'cells: [{ vus: 1 }]',
        `cells.endpoint is missing: expected an endpoint, such as "/sync" ${file}`,
        'cells.endpoint',
      ],
      ['duration: 0', `duration is 0: ${window}`],
      ['duration: NaN', `duration is NaN: ${window}`],
      ['duration: 3601', `duration is 3601: ${window}`],
      ['duration: "1e3"', `duration is "1e3": ${window}`],
      ['duration: {}', `duration is {}: ${window}`],
      [
        'warmup: "11m"',
        `warmup is "11m": expected a duration from 0s to 10m, such as 500ms, 30s or 2m ${file}`,
      ],
      ['thinkTime: 1', `thinkTime is 1: expected an object of settings ${file}`],
      ['thinkTime: { min: "1s" }', `thinkTime.max is missing: ${minute}`, 'thinkTime.max'],
      [
        'thinkTime: { min: "2s", max: "1s" }',
        `thinkTime is { min: '2s', max: '1s' }: expected min to be at most max ${file}`,
      ],
      ['thinkTime: { min: 0, max: "61s" }', `thinkTime.max is "61s": ${minute}`, '61s'],
      ['spawnRate: 0', `spawnRate is 0: expected users per second, from 0.1 to 10000 ${file}`],
      ['connections: null', `connections is null: expected during or before ${file}`],
      ['bystanders: true', `bystanders is true: expected a whole number from 0 to 100 ${file}`],
      ['baselines: "no"', `baselines is "no": expected true or false ${file}`],
      ['repeats: "two"', `repeats is "two": expected a whole number from 1 to 100 ${file}`],
      ['untilStable: 1', `untilStable is 1: ${share}`],
      ['untilStable: "5"', `untilStable is "5": ${share}`],
      [
        'untilStable: true, budget: 0',
        `budget is 0: expected a duration from 1s to 24h, such as 500ms, 30s or 2m ${file}`,
        '0',
      ],
      [
        'slo: 95',
        `slo is 95: expected a quantile (p50, p90, p95 or p99) and a duration from 1ms to 1m, such as p95=300ms ${file}`,
      ],
      ['model: "half"', `model is "half": expected open or closed ${file}`],
      ['rateMax: 0', `rateMax is 0: expected requests per second, from 0.1 to 10000 ${file}`],
      ['usersMax: 1001', `usersMax is 1001: ${users}`],
      ['rate: [0]', `rate is 0: expected requests per second, from 0.1 to 10000 ${file}`, '0'],
      ['order: "random"', `order is "random": expected interleaved or listed ${file}`],
      ['runtime: 7', `runtime is 7: expected a name ${file}`],
      ['out: 7', `out is 7: expected a folder ${file}`],
      ['keepUp: "yes"', `keepUp is "yes": expected true or false ${file}`],
      ['gateClaims: 7', `gateClaims is 7: expected a name ${file}`],
      ['base: 7', `base is 7: expected a folder or a file ${file}`],
      ['gate: 5', 'gate is 5: expected a metric (throughput, …) and by how much it may get worse, …'],
      ['gate: []', `gate is []: expected at least one entry ${file}`],
      ['nest: 7', `nest is 7: expected an object of settings ${file}`],
      ['nest: null', `nest is null: expected an object of settings ${file}`],
      ['nest: { delay: "61s" }', `nest.delay is "61s": ${minute}`, '61s'],
      [
        'nest: { cpuIterations: 0 }',
        `nest.cpuIterations is 0: expected a whole number from 1 to 10000000000 ${file}`,
        '0',
      ],
      ['nest: { upstreamDelay: "x" }', `nest.upstreamDelay is "x": ${minute}`, 'x'],
      ['nest: { databaseDelay: "2m" }', `nest.databaseDelay is "2m": ${minute}`, '2m'],
      [
        'nest: { databasePoolSize: 151 }',
        `nest.databasePoolSize is 151: expected a whole number from 1 to 150 ${file}`,
        '151',
      ],
      [
        'nest: { queueWorkers: 0 }',
        `nest.queueWorkers is 0: expected a whole number from 1 to 64 ${file}`,
        '0',
      ],
      ['nest: { workers: 65 }', `nest.workers is 65: expected a whole number from 1 to 64 ${file}`, '65'],
      [
        'nest: { readyTimeout: "6m" }',
        `nest.readyTimeout is "6m": expected a duration from 1s to 5m, such as 500ms, 30s or 2m ${file}`,
        '6m',
      ],
      ['nest: { poolSize: 0 }', `nest.poolSize is 0: expected a whole number from 1 to 64 ${file}`, '0'],
      ['nest: { entry: "" }', `nest.entry is "": expected a file ${file}`, '""'],
      [
        'fastapi: { workers: "two" }',
        `fastapi.workers is "two": expected a whole number from 1 to 64 ${file}`,
        'two',
      ],
      ['fastapi: "x"', `fastapi is "x": expected an object of settings ${file}`],
    ]),
    ...inSettings('BENCH_CONFIG_INVALID', 2, [
      [
        'rate: [5], vus: [1]',
        'rate is given together with vus: expected requests a second (the open model) or users, not both. Remove one of them.',
        'vus',
      ],
      [
        'rate: [5], cells: [{ endpoint: "/sync", vus: 1 }]',
        'rate is given together with cells: expected requests a second (the open model) or users, not both. Remove one of them.',
        'cells',
      ],
      [
        'cells: [{ endpoint: "/sync", vus: 1 }], vus: [1]',
        'cells is given together with vus: expected either the one or the other. Remove one of them.',
        'vus',
      ],
      [
        'cells: [{ endpoint: "/sync", vus: 1 }], endpoint: "/sync"',
        'cells is given together with endpoint: expected either the one or the other. Remove one of them.',
        'endpoint',
      ],
      [
        'budget: "1m"',
        'budget is 60 s without untilStable: expected both, or neither. Add --until-stable.',
        'budget',
      ],
    ]),
    ...inSettings('BENCH_CONFIG_UNKNOWN_NAME', 2, [
      ['preset: ""', `unknown preset "": ${presets}`],
      ['preset: "quik"', `unknown preset "quik": ${presets} Did you mean quick?`],
      ['preset: "__proto__"', `unknown preset "__proto__": ${presets}`],
      ['preset: "constructor"', `unknown preset "constructor": ${presets}`],
      ['runtime: "docker"', 'unknown runtime "docker": expected one of auto, native, compose.'],
      ['gateClaims: ["c99"]', 'unknown claim "c99": expected one of table-sync-1, …', 'c99'],
      ['cells: [{ endpoint: "/x", vus: 1 }]', 'unknown endpoint "/x": expected one of /sync, …', '/x'],
      [
        'subject: ["nest", "nst"]',
        'unknown subject "nst": expected one of nest, nest-cluster, fastapi, fastapi-workers. Did you mean nest?',
        'nst',
      ],
    ]),
    ...inSettings('BENCH_CONFIG_UNKNOWN_KEY', 2, [
      [
        'duratoin: "5s"',
        'headroom.config.ts sets "duratoin", which does not exist: expected one of preset, subject, … Did you mean duration?',
        'duratoin',
      ],
      [
        'thinkTime: { min: 0, max: 1, mean: 1 }',
        'headroom.config.ts sets "thinkTime.mean", which does not exist: expected one of min, max. Did you mean min?',
        'thinkTime.mean',
      ],
      [
        'cells: [{ endpoint: "/sync", vus: 1, rate: 1 }]',
        'headroom.config.ts sets "cells.0.rate", which does not exist: expected one of endpoint, vus.',
        'rate',
      ],
      [
        'nest: { dely: 1 }',
        'headroom.config.ts sets "nest.dely", which does not exist: expected one of delay, … Did you mean delay?',
        'nest.dely',
      ],
      [
        'fastapi: { poolSize: 1 }',
        'headroom.config.ts sets "fastapi.poolSize", which does not exist: expected one of delay, …',
        'fastapi.poolSize',
      ],
      [
        'constructor: 1',
        'headroom.config.ts sets "constructor", which does not exist: expected one of preset, …',
        'constructor',
      ],
    ]),
  ],
};
