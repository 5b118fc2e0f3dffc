import { type ComparedMetric, comparedMetrics } from '@headroom/contract/comparison.ts';
import { z } from 'zod';

/** By how much a figure may get worse against a base before a comparison fails. */
export interface Gate {
  /** As the user wrote it. */
  readonly text: string;
  readonly metric: ComparedMetric;
  /** The ratio of head to base beyond which it is worse: 0.95 for throughput:-5%, 1.1 for p99:+10%. */
  readonly limit: number;
}

const form = new RegExp(`^(${comparedMetrics.join('|')}):([+-])(\\d+(?:\\.\\d+)?)\\s?%$`);
const expected = `expected a metric (${comparedMetrics.join(', ')}) and by how much it may get worse, as throughput:-5% or p99:+10%`;

/** A gate as users write it. The sign says which way is bad, and there is only one for each metric. */
export const gate: z.ZodType<Gate, string | number> = z
  .union([z.string(), z.number()], { error: expected })
  .transform((value, context) => {
    const refuse = (message: string) => {
      context.addIssue({ code: 'custom', message, input: value });
      return z.NEVER;
    };
    const text = String(value).trim();
    const [, metric, sign, percent] = form.exec(text) ?? [];
    if (metric === undefined || percent === undefined) return refuse(expected);
    const share = Number(percent) / 100;
    if (metric === 'throughput') {
      if (sign === '+') return refuse(`expected throughput:-${percent}%, because less of it is worse`);
      if (share >= 1) return refuse('expected less than 100 %, which is all of the throughput');
      return { text, metric, limit: 1 - share };
    }
    if (sign === '-') return refuse(`expected ${metric}:+${percent}%, because more of it is worse`);
    return { text, metric: metric as ComparedMetric, limit: 1 + share };
  });
