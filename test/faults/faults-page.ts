import type { Kind } from './fault.ts';
import type { RequestKind } from './request-fault.ts';

/** docs/faults.md: what goes wrong, and what is said then. Rows are as they are tested. */
export function faultsPage(kinds: readonly Kind[], requestKinds: readonly RequestKind[]): string {
  const count = [...kinds, ...requestKinds].reduce((sum, { faults }) => sum + faults.length, 0);
  const sections = [
    ...kinds.map(({ title, about, faults }) =>
      section(
        title,
        about,
        'exit',
        faults.map(({ exitCode, ...row }) => ({ ...row, ends: exitCode })),
      ),
    ),
    ...requestKinds.map(({ title, about, faults }) =>
      section(
        title,
        about,
        'status',
        faults.map(({ status, ...row }) => ({ ...row, ends: status })),
      ),
    ),
  ];
  return `${introduction(count)}\n${sections.join('\n')}`;
}

const introduction = (count: number): string => `# What goes wrong, and what happens

${count} faults that are made on purpose. Each is a test in \`test/faults/\`, which writes this page (\`make golden\`): the command says
one line on standard error with the code of [errors](errors.md), names what was given, ends with that exit code, and leaves
neither a file nor a process behind. \`…\` stands for what varies. What goes wrong during a run (a service that crashes, a disk
that is full, a k6 that is killed) is tested with real processes in \`test/processes/\`.
`;

interface Row {
  readonly fault: string;
  readonly code: string;
  readonly says: string;
  readonly ends: number;
}

function section(title: string, about: string, ends: string, rows: readonly Row[]): string {
  const lines = rows.map(
    (row) => `| ${cell(row.fault)} | ${row.ends} | \`${row.code}\` | ${cell(shown(row.says))} |`,
  );
  return [
    `## ${title}`,
    '',
    about,
    '',
    `| what goes wrong | ${ends} | code | what is said |`,
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

const longestShown = 240;

/** With the folders of the tests as a user would have them, and not longer than a table bears. */
function shown(says: string): string {
  const text = says
    .replaceAll('{out}', 'results')
    .replaceAll('{folder}/', '')
    .replaceAll('{folder}', 'folder');
  return text.length > longestShown ? `${text.slice(0, longestShown).replace(/…?$/, '')}…` : text;
}

/** As a cell of Markdown shows it, to the letter. */
const cell = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/([*_[\]])/g, '\\$1');
