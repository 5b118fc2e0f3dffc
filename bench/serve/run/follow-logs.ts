import { followLines } from '../../progress/follow-lines.ts';
import type { TrialFiles } from '../../runtime/runtime.ts';

const pollMilliseconds = 1000;
/** A service that logs every request must not drown the page. */
const mostLinesAtOnce = 20;
/** Of a trial: every page that is opened later gets them all. */
const mostLines = 1000;
const longestLine = 500;
/** At a time: nobody is shown more. */
const mostBytes = 1024 ** 2;

/** Said by k6 of each user when a load is ended, as all live loads are. */
const ofEveryLoad = /setInterval \d+ was stopped because the VU iteration was interrupted/;

/** Says what service and k6 log while a trial runs, each line with who said it. @returns what ends that */
export function followLogs(files: TrialFiles, say: (line: string) => void): () => void {
  const sources = [
    { name: 'service', lines: followLines(files.subjectLog, mostBytes) },
    { name: 'k6', lines: followLines(files.generatorLog, mostBytes) },
  ];
  let said = 0;
  const tell = (): void => {
    for (const { name, lines } of sources) {
      const fresh = lines().filter((line) => line.trim() !== '' && !ofEveryLoad.test(line));
      if (said >= mostLines) continue;
      for (const line of fresh.slice(0, mostLinesAtOnce)) say(`${name}: ${inShort(messageIn(line))}`);
      said += Math.min(fresh.length, mostLinesAtOnce);
      if (said >= mostLines) say('What they say from here on is in their logs only.');
      const more = fresh.length - mostLinesAtOnce;
      if (more > 0) say(`${name}: ${more} more lines, see its log`);
    }
  };
  const polling = setInterval(tell, pollMilliseconds);
  return () => {
    clearInterval(polling);
    tell();
  };
}

/** Of a line of JSON, as k6 and pino write it, what it says. */
function messageIn(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { msg, error, err } = JSON.parse(line) as Record<string, unknown>;
    const cause =
      error ?? (typeof err === 'object' && err !== null && 'message' in err ? err.message : undefined);
    const words = [msg, cause].filter((part) => typeof part === 'string' && part !== '');
    return words.length === 0 ? line : words.join(': ');
  } catch {
    return line;
  }
}

const inShort = (text: string): string =>
  text.length > longestLine ? `${text.slice(0, longestLine)} …` : text;
