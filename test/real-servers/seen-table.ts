import { plainTable } from '../../bench/report/table.ts';
import { type UsersAnswered, usersAtTop } from './judge.ts';
import type { Seen } from './measure-server.ts';
import type { RealServer } from './real-server.ts';

/** One row: a server and what was seen of it, or why nothing was. */
export interface Row {
  readonly server: RealServer;
  readonly version: string;
  readonly outcome: Seen | Error;
}

const head = [
  ...[
    'server',
    'version',
    'truth',
    'class',
    'k',
    'marks',
    'users answered',
    'in the probe',
    'probe took',
    '',
  ],
];

/** The table of what was seen, and under it what is wrong. */
export function seenTable(rows: readonly Row[]): string {
  const table = plainTable({ rows: [head, ...rows.map(cellsOf)], right: [4, 6, 7, 8] });
  const remarks = rows.flatMap(remarksOn);
  return remarks.length > 0 ? `${table}\n\n${remarks.join('\n')}` : table;
}

function cellsOf({ server, version, outcome }: Row): string[] {
  const known = [server.name, version, server.truth.inWords];
  if (outcome instanceof Error) return [...known, '–', '–', '', '–', '–', '–', 'failed'];
  const { probed, usersOfClient, wrong } = outcome;
  const { said, seconds } = probed;
  return [
    ...known,
    said.classification,
    said.effectiveConcurrency?.toFixed(2) ?? '–',
    [...new Set(said.warnings.map(({ code }) => code))].join(' '),
    ofThere(usersOfClient),
    ofThere(usersAtTop(said)),
    `${seconds.toFixed(0)} s`,
    wrong.length === 0 ? 'right' : 'wrong',
  ];
}

const ofThere = ({ there, answered }: UsersAnswered): string => `${answered} of ${there}`;

function remarksOn({ server, outcome }: Row): string[] {
  if (outcome instanceof Error) return [`${server.name}: ${outcome.message}`];
  if (outcome.wrong.length === 0) return [];
  return [
    `${server.name}: ${outcome.wrong.join(' ')}`,
    `  Its evidence: ${outcome.probed.said.evidence.join(' ')}`,
  ];
}
