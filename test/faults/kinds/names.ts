import { inWords, type Kind } from '../fault.ts';

const presets = 'expected one of article, quick, claims, waits, noop, full, noise.';
const subjects = 'expected one of nest, nest-cluster, fastapi, fastapi-workers.';

export const names: Kind = {
  title: 'Names',
  about: 'A preset, subject, endpoint, runtime, claim or base that there is not.',
  faults: [
    ...inWords('BENCH_CONFIG_UNKNOWN_NAME', 2, [
      [
        'a preset that is misspelt',
        'run --preset quik',
        `unknown preset "quik": ${presets} Did you mean quick?`,
      ],
      ['a preset without a name', ['run', '--preset', ''], `unknown preset "": ${presets}`],
      [
        'two presets, the second unknown',
        'run --preset quick --preset nope',
        `unknown preset "nope": ${presets} Did you mean noop?`,
      ],
      ['a preset that every object has', 'run --preset toString', `unknown preset "toString": ${presets}`],
      [
        'a subject that is misspelt',
        'run --subject nst',
        `unknown subject "nst": ${subjects} Did you mean nest?`,
      ],
      ['a subject without a name', ['run', '--subject', ''], `unknown subject "": ${subjects}`],
      [
        'an endpoint that is misspelt',
        'run --endpoint /snyc',
        'unknown endpoint "/snyc": expected one of /sync, /async, … Did you mean /sync?',
      ],
      [
        'an endpoint without its slash',
        'run --endpoint sync',
        'unknown endpoint "sync": expected one of /sync, … Did you mean /sync?',
      ],
      [
        'a runtime of another name',
        'run --runtime docker',
        'unknown runtime "docker": expected one of auto, native, compose.',
      ],
      [
        'a runtime without a name',
        ['run', '--runtime', ''],
        'unknown runtime "": expected one of auto, native, compose.',
      ],
      [
        'a claim that nobody made',
        'run --gate-claims c99',
        'unknown claim "c99": expected one of table-sync-1, …',
      ],
      [
        'a runtime of another name for the doctor',
        'doctor --runtime vm',
        'unknown runtime "vm": expected one of auto, native, compose.',
      ],
      [
        'a subject for the doctor that there is not',
        'doctor --subject x',
        `unknown subject "x": ${subjects}`,
      ],
      [
        'an endpoint of a search for capacity that there is not',
        'capacity --slo p95=300ms --endpoint /x',
        'unknown endpoint "/x": expected one of /sync, …',
      ],
    ]),
    ...inWords('BENCH_PREFLIGHT_BUILD', 3, [
      [
        'a base that is not there',
        'run --base /no/such/base',
        'the base "/no/such/base" does not exist: expected the folder of another checkout, or the file of a compiled service. Check --base.',
      ],
    ]),
  ],
};
