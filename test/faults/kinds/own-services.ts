import { type Fault, inSettings, type Kind, type SettingRow } from '../fault.ts';

const file = '(headroom.config.ts).';
const port = `expected a whole number from 1 to 65535 ${file}`;
const usual = {
  command: '["node", "server.mjs"]',
  port: '3000',
  endpoints: '{ "/report": { workload: "report", strategy: "sync" } }',
};

/** A service `mine` that would do, but for one of its settings; undefined leaves that out. */
type Change = Readonly<Record<string, string | undefined>>;
const service = (change: Change): string =>
  `{ ${Object.entries({ ...usual, ...change })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join(', ')} }`;

/** The change, in words; what is said; and the value that is named, where it is not that of the last of the change. */
type OwnRow = readonly [change: Change, says: string, given?: string];

const inService = (code: Fault['code'], rows: readonly OwnRow[]): Fault[] => {
  const asSettings = rows.map(([change, says, given]): SettingRow => {
    return [`subjects: { mine: ${service(change)} }`, says, given ?? Object.values(change).at(-1) ?? 'mine'];
  });
  return inSettings(code, 2, asSettings).map((fault, i) => ({
    ...fault,
    fault: inWords(rows[i]?.[0] ?? {}),
  }));
};

const inWords = (change: Change): string =>
  Object.entries(change)
    .map(([key, value]) => (value === undefined ? `no \`${key}\`` : `\`${key}: ${value}\``))
    .join(', ');

const words = `subjects.mine.command is … expected a list of words, such as ["node", "server.mjs"], because no shell reads it: one text would be one word ${file}`;
const image = `expected the name of an image, such as example/mine:1 ${file}`;
const path = (example: string) => `expected a path that begins with one "/", …such as ${example} ${file}`;
const endpoint = (settings: string) => `{ "/report": { workload: "report", strategy: "sync", ${settings} } }`;
const place = 'subjects.mine.endpoints["/report"]';

const namesOfServices = [
  'no services by name',
  'a service that is nothing',
  "a service with the name of one of the lab's own",
  'a service whose name has capitals',
  'a service whose name leads elsewhere',
  'two services on one port',
];

export const ownServices: Kind = {
  title: 'Services of your own',
  about: 'Each is a setting of `subjects.mine`, of which the rest is right.',
  faults: [
    ...inService('BENCH_CONFIG_INVALID', [
      [{ command: '"node server.mjs"' }, words],
      [{ command: '[]' }, words],
      [{ command: '[""]' }, words, '""'],
      [{ command: '[7]' }, words, '7'],
      [
        { command: undefined },
        'subjects.mine has neither command nor image: expected one of them, such as command: ["node", "server.mjs"] or image: "example/mine:1".',
      ],
      [
        { image: '"example/mine:1"' },
        'subjects.mine has an image and a command: expected a command with its folder, or an image. Remove one of them.',
        'image',
      ],
      [
        { command: undefined, image: '"example/mine:1"', folder: '"."' },
        'subjects.mine has an image and a folder: expected a command with its folder, or an image. Remove one of them.',
        'folder',
      ],
      [{ command: undefined, image: '""' }, `subjects.mine.image is "": ${image}`],
      [{ command: undefined, image: '"-v/:/host"' }, `subjects.mine.image is "-v/:/host": ${image}`],
      [{ command: undefined, image: '"a b"' }, `subjects.mine.image is "a b": ${image}`],
      [{ folder: '""' }, `subjects.mine.folder is "": expected a folder ${file}`],
      [{ folder: '7' }, `subjects.mine.folder is 7: expected a folder ${file}`],
      [{ port: undefined }, `subjects.mine.port is missing: ${port}`, 'subjects.mine.port'],
      [{ port: '0' }, `subjects.mine.port is 0: ${port}`],
      [{ port: '65536' }, `subjects.mine.port is 65536: ${port}`],
      [{ port: '"http"' }, `subjects.mine.port is "http": ${port}`],
      [{ port: '80.5' }, `subjects.mine.port is 80.5: ${port}`],
      [{ metrics: '"metrics"' }, 'subjects.mine.metrics is "metrics": expected a path …'],
      [{ metrics: '{ port: 0, path: "/metrics" }' }, `subjects.mine.metrics.port is 0: ${port}`, '0'],
      [{ metrics: '7' }, 'subjects.mine.metrics is 7: expected a path …'],
      [{ ready: '"healthz"' }, `subjects.mine.ready is "healthz": ${path('/healthz')}`],
      [{ ready: '"//example.com/"' }, `subjects.mine.ready is "//example.com/": ${path('/healthz')}`],
      [
        { ready: '"http://example.com/"' },
        `subjects.mine.ready is "http://example.com/": ${path('/healthz')}`,
      ],
      [
        { readyTimeout: '0' },
        `subjects.mine.readyTimeout is 0: expected a duration from 1s to 5m, such as 500ms, 30s or 2m ${file}`,
      ],
      [{ bystander: '"/a b"' }, `subjects.mine.bystander is "/a b": ${path('/ping')}`],
      [
        { environment: '{ TOKEN: null }' },
        'subjects.mine.environment.TOKEN is null: expected a text. A secret does not belong here, …',
        'TOKEN',
      ],
      [
        { environment: '{ "A=B": "c" }' },
        'subjects.mine.environment has the name "A=B": expected letters, digits and "_", no digit first.',
        'A=B',
      ],
      [
        { environment: '"A=B"' },
        `subjects.mine.environment is "A=B": expected an object of settings ${file}`,
      ],
      [
        { endpoints: undefined },
        'subjects.mine.endpoints is missing: expected endpoints by name, such as …',
        'subjects.mine.endpoints',
      ],
      [{ endpoints: '{}' }, 'subjects.mine.endpoints is {}: expected at least one, such as "/report".'],
      [{ endpoints: '["/report"]' }, `subjects.mine.endpoints is … expected endpoints by name, …`, '/report'],
      [
        { endpoints: '{ report: { workload: "report", strategy: "sync" } }' },
        'subjects.mine.endpoints["report"] has no name for a flag: expected one that begins with one "/", without spaces and commas, such as "/report".',
        'report',
      ],
      [
        { endpoints: '{ "/a,b": { workload: "report", strategy: "sync" } }' },
        'subjects.mine.endpoints["/a,b"] has no name for a flag: …',
        '/a,b',
      ],
      [
        { endpoints: '{ "/report": { strategy: "sync" } }' },
        `${place}.workload is missing: expected a word for what it does, such as report ${file}`,
        'workload',
      ],
      [
        { endpoints: '{ "/report": { workload: "report", strategy: "snyc" } }' },
        `${place}.strategy is "snyc": expected one of sync, … Did you mean sync? ${file}`,
        'snyc',
      ],
      [
        { endpoints: endpoint('method: "FETCH"') },
        `${place}.method is "FETCH": expected one of GET, …`,
        'FETCH',
      ],
      [
        { endpoints: endpoint('path: "report"') },
        `${place}.path is "report": ${path('/report?size=10')}`,
        'report',
      ],
      [
        { endpoints: endpoint('body: "{}"') },
        `${place} has a body and the method GET: expected another method, such as POST.`,
        'body',
      ],
      [
        { endpoints: endpoint('contentType: "text/plain"') },
        `${place} has a contentType and no body: expected both, or neither.`,
        'contentType',
      ],
      [
        { endpoints: endpoint('method: "POST", body: "{}", contentType: "json"') },
        `${place}.contentType is "json": expected a type such as application/json ${file}`,
        'json',
      ],
      [
        { endpoints: endpoint('method: "HEAD", expectedBody: "x"') },
        `${place} has an expectedBody and the method HEAD, whose answers have none: remove it.`,
        'expectedBody',
      ],
      [
        { endpoints: endpoint('expectedStatus: 99') },
        `${place}.expectedStatus is 99: expected a whole number from 100 to 599 ${file}`,
        '99',
      ],
      [
        { endpoints: endpoint('takes: "2m"') },
        `${place}.takes is "2m": expected a duration from 0s to 1m, such as 500ms, 30s or 2m ${file}`,
        '2m',
      ],
      [
        {
          endpoints:
            '{ "/a-b": { workload: "x", strategy: "sync" }, "/a/b": { workload: "x", strategy: "sync" } }',
        },
        'subjects.mine has the endpoint /a/b, whose files would be those of …: expected names that differ in more than signs and capitals. Rename one; path says what is asked.',
        '/a/b',
      ],
    ]),
    ...inService('BENCH_CONFIG_UNKNOWN_KEY', [
      [
        { comand: '["node"]' },
        'headroom.config.ts sets "subjects.mine.comand", which does not exist: expected one of command, … Did you mean command?',
        'comand',
      ],
      [
        { endpoints: endpoint('header: {}') },
        `headroom.config.ts sets "${'…'}header", which does not exist: expected one of workload, …`,
        'header',
      ],
    ]),
    ...inSettings('BENCH_CONFIG_INVALID', 2, [
      ['subjects: 7', 'subjects is 7: expected services by name, such as …'],
      ['subjects: { mine: null }', `subjects.mine is null: expected an object of settings ${file}`, 'null'],
      [
        `subjects: { nest: ${service({})} }`,
        "subjects.nest has the name of one of the lab's own: expected another name.",
        'nest',
      ],
      [
        `subjects: { Mine: ${service({})} }`,
        'subjects has the name "Mine": expected lower-case letters, digits and hyphens, a letter first, such as express.',
        'Mine',
      ],
      [
        `subjects: { "../x": ${service({})} }`,
        'subjects has the name "../x": expected lower-case letters, …',
        '../x',
      ],
      [
        `subjects: { a: ${service({})}, b: ${service({})} }`,
        'subjects.b.port is 3000, which is subjects.a.port too: expected a port of its own.',
        '3000',
      ],
    ]).map((fault, i) => ({ ...fault, fault: namesOfServices[i] ?? fault.fault })),
  ],
};
