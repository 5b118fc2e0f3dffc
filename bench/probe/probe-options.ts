import { BenchError } from '@headroom/contract/errors.ts';
import { methods } from '@headroom/contract/request.ts';
import type { ThinkTime } from '@headroom/contract/trial-input.ts';
import { z } from 'zod';
import type { OptionSource } from '../config/option-source.ts';
import { duration, list, rate, wholeNumber } from '../config/quantities.ts';
import { rejection } from '../config/rejection.ts';
import { demandAllowed } from './allowed-host.ts';
import type { Question } from './ask.ts';
import { readHeaders, readTextFile } from './read-headers.ts';
import { parseTargetUrl, type TargetUrl } from './target-url.ts';

/** The most that any flag may ask for. */
const ceilings = { users: 1000, rps: 10_000, windowSeconds: 60, loadSeconds: 3600, timeoutSeconds: 60 };
const defaults = {
  usersMax: 128,
  rateMax: 1000,
  windowSeconds: 4,
  openWindowSeconds: 10,
  maxTimeSeconds: 300,
};
/** k6 gets it through its environment, of which Linux takes 2 MiB in all; a character may take six bytes there. */
const longestBodyBytes = 64 * 1024;

/** What a probe was asked to do: checked, and in base units. */
export interface ProbeOptions {
  readonly url: TargetUrl;
  readonly question: Question;
  readonly thinkTime: ThinkTime;
  /** Requests a second of the open model, in rising order; empty is the closed one. */
  readonly rates: readonly number[];
  readonly usersMost: number;
  readonly windowSeconds: number;
  readonly loadSecondsMost: number;
  readonly timeoutSeconds: number;
  readonly bystander: TargetUrl | null;
  readonly metrics: TargetUrl | null;
  readonly seed: number;
}

/** Values whose names alone may be shown. */
interface Unseen {
  readonly headerFile?: string;
  readonly headerEnv?: readonly string[];
  readonly bodyFile?: string;
  readonly expectBody?: string;
  readonly expectContains?: string;
  readonly bystander?: string;
  readonly metrics?: string;
  readonly iMayLoad?: readonly string[];
}
export type ProbeFlags = Unseen & Readonly<Record<string, unknown>>;

const numbersSchema = z.object({
  method: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(methods, { error: `expected one of ${methods.join(', ')}` }))
    .optional(),
  expectStatus: wholeNumber(100, 599).default(200),
  usersMax: wholeNumber(1, ceilings.users).default(defaults.usersMax),
  rate: list(rate(0.1, ceilings.rps, 'requests per second')).optional(),
  rateMax: rate(0.1, ceilings.rps, 'requests per second').default(defaults.rateMax),
  duration: duration(1, ceilings.windowSeconds).optional(),
  maxTime: duration(5, ceilings.loadSeconds).default(defaults.maxTimeSeconds),
  timeout: duration(0.1, ceilings.timeoutSeconds).default(10),
  think: z.string().default('0s'),
  seed: wholeNumber(0, 4_294_967_295).default(1),
});

/**
 * Checks what a probe was asked to do, and reads its headers and body. No message shows a value that may be a secret.
 * @param source the flags that hold no secrets, and how they are spelt
 * @param valueIn a variable of the shell
 * @throws BenchError BENCH_CONFIG_INVALID, BENCH_CONFIG_UNREADABLE or BENCH_PROBE_HOST_NOT_ALLOWED
 */
export function readProbeOptions(
  address: string,
  source: OptionSource & { readonly options: ProbeFlags },
  valueIn: (variable: string) => string | undefined,
): ProbeOptions {
  const flags = source.options;
  const url = parseTargetUrl(address, 'the URL');
  const bystander = flags.bystander === undefined ? null : parseTargetUrl(flags.bystander, '--bystander');
  const metrics = flags.metrics === undefined ? null : parseTargetUrl(flags.metrics, '--metrics');
  const allowed = flags.iMayLoad ?? [];
  demandAllowed(url, 'the URL', allowed);
  if (bystander !== null) demandAllowed(bystander, '--bystander', allowed);
  if (metrics !== null) demandAllowed(metrics, '--metrics', allowed);

  const parsed = numbersSchema.safeParse(flags);
  if (!parsed.success) throw rejection(source, parsed.error);
  const numbers = parsed.data;
  const rates = (numbers.rate ?? []).toSorted((a, b) => a - b);
  demandRates(rates, numbers.rateMax);
  if (rates.length > 0 && flags.think !== undefined) {
    throw invalid(
      '--rate is given together with --think: expected one of them, for at a constant rate nobody thinks. Remove the other.',
    );
  }
  const headers = readHeaders(flags.headerFile ?? null, flags.headerEnv ?? [], valueIn);
  const body = bodyOf(flags.bodyFile);
  const method = numbers.method ?? (body === null ? 'GET' : 'POST');
  if (body !== null && method === 'GET') {
    throw invalid('--body-file is given with --method GET: expected a method that has a body, such as POST.');
  }
  const usual = rates.length > 0 ? defaults.openWindowSeconds : defaults.windowSeconds;
  return {
    url,
    question: {
      url: url.href,
      shown: url.shown,
      method,
      headers: body === null ? headers : withContentType(headers),
      body,
      expectedStatus: numbers.expectStatus,
      expectedBody: expectedBodyOf(flags),
    },
    thinkTime: thinkTimeOf(numbers.think),
    rates,
    usersMost: numbers.usersMax,
    windowSeconds: numbers.duration ?? usual,
    loadSecondsMost: numbers.maxTime,
    timeoutSeconds: numbers.timeout,
    bystander,
    metrics,
    seed: numbers.seed,
  };
}

/** As in the lab: most bodies are JSON. */
function withContentType(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isGiven = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return isGiven ? headers : { ...headers, 'Content-Type': 'application/json' };
}

function demandRates(rates: readonly number[], most: number): void {
  const tooMany = rates.find((one) => one > most);
  if (tooMany === undefined) return;
  throw invalid(
    `--rate is ${tooMany} requests per second: expected at most ${most}. If the service is meant to get that much, give --rate-max ${Math.ceil(tooMany)}.`,
  );
}

function bodyOf(file: string | undefined): string | null {
  if (file === undefined) return null;
  const text = readTextFile(file, '--body-file');
  const bytes = Buffer.byteLength(text);
  if (bytes <= longestBodyBytes) return text;
  throw invalid(`--body-file ${file} has ${bytes} bytes: expected at most ${longestBodyBytes}.`);
}

function expectedBodyOf({ expectBody, expectContains }: Unseen): Question['expectedBody'] {
  if (expectBody !== undefined && expectContains !== undefined) {
    throw invalid(
      '--expect-body is given together with --expect-contains: expected one of them. Remove the other.',
    );
  }
  if (expectBody !== undefined) return { kind: 'exact', text: expectBody };
  return expectContains === undefined ? null : { kind: 'contains', text: expectContains };
}

/** One time, or the least and the most of them: `150ms`, `100ms..200ms`. */
function thinkTimeOf(text: string): ThinkTime {
  const time = duration(0, 60);
  const [least = '', most = least, ...rest] = text.split('..');
  const [min, max] = [time.safeParse(least), time.safeParse(most)];
  if (min.success && max.success && rest.length === 0 && min.data <= max.data) {
    return { minSeconds: min.data, maxSeconds: max.data };
  }
  throw invalid(
    `--think is ${JSON.stringify(text)}: expected a duration from 0s to 1m, or the least and the most, such as 100ms..200ms.`,
  );
}

const invalid = (message: string): BenchError => new BenchError('BENCH_CONFIG_INVALID', message);
