import { readFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';

/** Names that are the connection's own business: set by hand they break it. */
const ofConnection = ['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect'];

/**
 * The headers to send, from a file of lines `Name: value` and from variables. Messages never show a value.
 * @param file with empty lines and lines that begin with # left out; null is none
 * @param variables as `NAME=VARIABLE`
 * @throws BenchError BENCH_CONFIG_UNREADABLE or BENCH_CONFIG_INVALID
 */
export function readHeaders(
  file: string | null,
  variables: readonly string[],
  valueIn: (variable: string) => string | undefined,
): Record<string, string> {
  const headers = new Map<string, readonly [name: string, value: string]>();
  const add = (name: string, value: string, where: string): void => {
    demandSendable(name, value, where);
    if (headers.has(name.toLowerCase())) {
      throw invalid(
        `${where} gives the header ${name} a second time: expected each once. Remove one of them.`,
      );
    }
    headers.set(name.toLowerCase(), [name, value]);
  };
  for (const { name, value, where } of file === null ? [] : linesOf(file)) add(name, value, where);
  variables.forEach((pair, i) => {
    const [, name, variable] = /^([^=\s]+)=([A-Za-z_][A-Za-z0-9_]*)$/.exec(pair) ?? [];
    if (name === undefined || variable === undefined) {
      throw invalid(
        `--header-env ${i + 1} is not of the form NAME=VARIABLE: expected a header and the variable that holds its value, such as Authorization=API_TOKEN.`,
      );
    }
    const value = valueIn(variable);
    if (value === undefined) {
      throw invalid(
        `--header-env for ${name} names a variable that is not set: expected one that holds the value of the header, and not the value itself. Set it in the shell.`,
      );
    }
    add(name, value, `--header-env for ${name}`);
  });
  return Object.fromEntries(headers.values());
}

function* linesOf(file: string): Generator<{ name: string; value: string; where: string }> {
  for (const [i, line] of readTextFile(file, '--header-file').split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const where = `--header-file ${file}, line ${i + 1},`;
    const colon = line.indexOf(':');
    if (colon < 1) throw invalid(`${where} is no header: expected a line such as Accept: application/json.`);
    yield { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim(), where };
  }
}

/** @param flag that names it @throws BenchError BENCH_CONFIG_UNREADABLE */
export function readTextFile(file: string, flag: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const reason =
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is no text in UTF-8' : `cannot be read (${code})`;
    throw new BenchError(
      'BENCH_CONFIG_UNREADABLE',
      `${flag} is ${JSON.stringify(file)}, which ${reason}: expected a readable file of text.`,
      { cause },
    );
  }
}

function demandSendable(name: string, value: string, where: string): void {
  if (ofConnection.includes(name.toLowerCase())) {
    throw invalid(
      `${where} gives the header ${name}, which belongs to the connection: expected others. Leave it out.`,
    );
  }
  try {
    // Others are written differently by different programs: the one that checks and the one that loads.
    if (!/^[\t\x20-\x7e]*$/.test(value)) throw new Error('not ASCII');
    new Headers([[name, value]]);
  } catch {
    throw invalid(
      `${where} gives a header that cannot be sent: expected a name of letters, digits and dashes, and a value of printable ASCII on one line.`,
    );
  }
}

const invalid = (message: string): BenchError => new BenchError('BENCH_CONFIG_INVALID', message);
