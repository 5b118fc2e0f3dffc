import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { z } from 'zod';
import { linesOf, parseLine } from './series.ts';

/** As k6 logs what it cannot send. */
const lineSchema = z.object({
  msg: z.string(),
  output: z.literal('Prometheus remote write'),
  time: z.string(),
});

const failed = 'Failed to send the time series data to the endpoint';
/** What it says next where the attempt took longer than it sends anew. */
const lasted = /it took (?:(\d+)m)?([\d.]+)(m?s) while/;

/**
 * From when to when k6 could not send its series to Prometheus, by its log: from the first attempt that failed to the end
 * of the last one. Null where none failed. It tells times by the second.
 */
export function dashboardGap(generatorLog: string): MeasuredRecord['dashboardGap'] {
  const said = linesOf(generatorLog).flatMap((line) => {
    const parsed = lineSchema.safeParse(parseLine(line));
    return parsed.success ? [parsed.data] : [];
  });
  const attempts = said.flatMap(({ msg, time }, i) =>
    msg === failed ? [{ to: Date.parse(time) / 1000, seconds: secondsIn(said[i + 1]?.msg) }] : [],
  );
  const [first, last] = [attempts[0], attempts.at(-1)];
  return first === undefined || last === undefined ? null : { from: first.to - first.seconds, to: last.to };
}

function secondsIn(message = ''): number {
  const [, minutes = 0, number = 0, unit] = lasted.exec(message) ?? [];
  return Number(minutes) * 60 + Number(number) / (unit === 'ms' ? 1000 : 1);
}
