import type { ServiceLevel } from '@headroom/contract/capacity.ts';
import { z } from 'zod';
import { duration } from './quantities.ts';

const expected =
  'expected a quantile (p50, p90, p95 or p99) and a duration from 1ms to 1m, such as p95=300ms';
const limit = duration(0.001, 60);
const percents = { p50: 50, p90: 90, p95: 95, p99: 99 } as const;

/** A service level as users write it, "p95=300ms": a quantile of the latency and what it may be at most. */
export const serviceLevel: z.ZodType<ServiceLevel, string> = z
  .string({ error: expected })
  .transform((text, context) => {
    const [, name, time = ''] = /^(p50|p90|p95|p99)=(.+)$/.exec(text.trim()) ?? [];
    const seconds = limit.safeParse(time);
    if (name !== undefined && seconds.success) {
      return { percent: percents[name as keyof typeof percents], seconds: seconds.data };
    }
    context.addIssue({ code: 'custom', message: expected, input: text });
    return z.NEVER;
  });
