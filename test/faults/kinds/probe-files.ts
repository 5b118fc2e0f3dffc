import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../fault.ts';
import type { Place } from '../place.ts';
import { inFlags, nobody } from '../probe-fault.ts';

/** A header file with that content. */
const headers =
  (content: string | Buffer) =>
  ({ write }: Place) => ['--header-file', write('headers.txt', content)];
const ofFile = (line: number) => `--header-file {folder}/headers.txt, line ${line},`;
const unsendable =
  'gives a header that cannot be sent: expected a name of letters, digits and dashes, and a value of printable ASCII on one line.';

export const probeFiles: Kind = {
  title: 'Headers and bodies of probes',
  about: 'They are read before the target is asked, and no line shows a value of them.',
  faults: [
    ...inFlags('BENCH_CONFIG_INVALID', [
      [
        'a body of a GET',
        ({ write }) => ['--method', 'GET', '--body-file', write('body.json', '{}')],
        '--body-file is given with --method GET: expected a method that has a body, such as POST.',
        '--body-file',
      ],
      [
        'a body that is too large',
        ({ write }) => ['--body-file', write('body.json', 'x'.repeat(70_000))],
        '--body-file {folder}/body.json has 70000 bytes: expected at most 65536.',
        '70000',
      ],
      [
        'a header that is no pair',
        ['--header-env', 'Authorization'],
        '--header-env 1 is not of the form NAME=VARIABLE: expected a header and the variable that holds its value, such as Authorization=API_TOKEN.',
        '1',
      ],
      [
        'a header with its value in the place of a variable',
        ['--header-env', 'Authorization=Bearer s3cret'],
        '--header-env 1 is not of the form NAME=VARIABLE: …',
        '1',
      ],
      [
        'a header whose variable is not set',
        ['--header-env', 'Authorization=NO_SUCH_TOKEN'],
        '--header-env for Authorization names a variable that is not set: expected one that holds the value of the header, and not the value itself. Set it in the shell.',
        'Authorization',
      ],
      [
        'a line that is no header',
        headers('Accept: */*\ns3cret\n'),
        `${ofFile(2)} is no header: expected a line such as Accept: application/json.`,
        'line 2',
      ],
      ['a header without its name', headers(': s3cret\n'), `${ofFile(1)} is no header: …`, 'line 1'],
      ['a header whose name has a space', headers('X Key: s3cret\n'), `${ofFile(1)} ${unsendable}`, 'line 1'],
      ['a header that is not ASCII', headers('X-Key: s3cr\u00e9t\n'), `${ofFile(1)} ${unsendable}`, 'line 1'],
      [
        'a header with a sign that ends it',
        headers('X-Key: s3cret\rX-Admin: yes\n'),
        `${ofFile(1)} ${unsendable}`,
        'line 1',
      ],
      [
        'a header twice',
        headers('X-Key: s3cret\nx-key: s3cret\n'),
        `${ofFile(2)} gives the header x-key a second time: expected each once. Remove one of them.`,
        'x-key',
      ],
      [
        "a header of the connection's own",
        headers('Content-Length: 5\n'),
        `${ofFile(1)} gives the header Content-Length, which belongs to the connection: expected others. Leave it out.`,
        'Content-Length',
      ],
    ]).map((fault) => ({ ...fault, hides: 's3cret' })),
    {
      ...{
        fault: 'a header whose variable has two lines',
        code: 'BENCH_CONFIG_INVALID',
        exitCode: 2,
        given: 'Authorization',
      },
      says: `--header-env for Authorization ${unsendable}`,
      ...{ hides: 's3cret' },
      words: ({ variables }) => {
        variables.PROBE_TOKEN = 'Bearer s3cret\r\nX-Admin: yes';
        return ['probe', nobody, '--header-env', 'Authorization=PROBE_TOKEN'];
      },
    },
    ...inFlags('BENCH_CONFIG_UNREADABLE', [
      [
        'a header file that is not there',
        ['--header-file', '/no/such/file'],
        '--header-file is "/no/such/file", which cannot be read (ENOENT): expected a readable file of text.',
      ],
      [
        'a folder in the place of a header file',
        ['--header-file', '/'],
        '--header-file is "/", which cannot be read (EISDIR): expected a readable file of text.',
      ],
      [
        'a body that is no text',
        ({ write }) => ['--body-file', write('body.bin', Buffer.from([0xff, 0xfe]))],
        '--body-file is "{folder}/body.bin", which is no text in UTF-8: expected a readable file of text.',
        'body.bin',
      ],
      [
        'a body file that is not there',
        ['--body-file', '/no/such/body'],
        '--body-file is "/no/such/body", which cannot be read (ENOENT): expected a readable file of text.',
      ],
      [
        'a file that leads to itself',
        ({ folder }) => {
          symlinkSync('round', join(folder, 'round'));
          return ['--body-file', join(folder, 'round')];
        },
        '--body-file is "{folder}/round", which cannot be read (ELOOP): expected a readable file of text.',
        'round',
      ],
    ]),
  ],
};
