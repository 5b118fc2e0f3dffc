import { formatBytes } from '../report/quantities.ts';

/** What is kept of a log at the most, in bytes: half of its beginning, half of its end. */
export const mostLogBytes = 10 * 1024 ** 2;
/** Of either. */
export const keptLogBytes = mostLogBytes / 2;
/** Within so much of where it is cut a line ends, if lines are no longer. */
export const longestLogLine = 64 * 1024;

const newline = 0x0a;

/** The line in the middle of a log that says how much is missing there, always as long. */
export function leftOutLine(bytes: number): Buffer {
  const line = Buffer.alloc(48, ' ');
  line.write(`\n… ${formatBytes(bytes)} left out …`);
  line[line.length - 1] = newline;
  return line;
}

/** A log that is had as a whole, with its middle left out where it is too long. */
export function boundedLogText(text: string): string {
  const log = Buffer.from(text);
  if (log.length <= mostLogBytes) return text;
  const head = headLength(log.subarray(0, keptLogBytes));
  const end = log.subarray(log.length - keptLogBytes);
  const from = partialLineLength(end);
  const line = leftOutLine(log.length - keptLogBytes + from - head);
  return Buffer.concat([log.subarray(0, head), line, end.subarray(from)]).toString();
}

/** How much of the beginning is kept: to the end of a line, if one ends near. @param beginning to be cut */
export const headLength = (beginning: Buffer): number =>
  beginning.lastIndexOf(newline) + 1 || beginning.length;

/** How much of the end is left out too, so that it begins with a line, if one begins near. */
export const partialLineLength = (end: Buffer): number =>
  end.subarray(0, longestLogLine).indexOf(newline) + 1;
