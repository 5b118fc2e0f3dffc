import { type ErrorCode, errorCatalogue } from '@headroom/contract/errors.ts';
import { problemSchema } from '@headroom/contract/live.ts';
import { describe, expect, it, vi } from 'vitest';
import { type LiveServer, liveServer } from '../../bench/serve/fixtures/live-server.ts';
import { contentOf } from './place.ts';
import { textPattern } from './text-pattern.ts';

/** A request to the live page that is not as expected, and what has to come of it. */
export interface RequestFault {
  readonly fault: string;
  readonly code: ErrorCode;
  /** Of HTTP. */
  readonly status: number;
  /** What the sender is told; `…` stands for what varies. */
  readonly says: string;
  /** What that has to name; null where nothing was given that could be named. */
  readonly given: string | null;
  readonly ask: (server: LiveServer) => ReturnType<LiveServer['ask']>;
}

export interface RequestKind {
  readonly title: string;
  readonly about: string;
  readonly faults: readonly RequestFault[];
}

/** A test for each. */
export function testRequests({ title, faults }: RequestKind): void {
  describe(title, () => {
    it.each(faults)('$fault: $status', expectRefusal);
  });
}

async function expectRefusal({ code, status, says, given, ask }: RequestFault): Promise<void> {
  const complain = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const server = await liveServer();
  try {
    const files = contentOf(server.folder);
    const answer = await ask(server);
    const problem = problemSchema.parse(JSON.parse(answer.body));
    expect(problem.message, problem.message).toMatch(textPattern(says));
    expect([answer.statusCode, problem.code]).toEqual([status, code]);
    expect(errorCatalogue[code].exitCode, 'no defect').not.toBe(
      errorCatalogue.BENCH_INTERNAL_DEFECT.exitCode,
    );
    if (given !== null) expect(problem.message).toContain(given);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
    expect(problem.message).not.toMatch(/[\u0000-\u001f\u007f]/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');

    expect(server.conductor.asked, 'nothing was asked for').toEqual([]);
    expect(server.conductor.current(), 'nothing was started').toBeNull();
    expect(contentOf(server.folder), 'nothing was written').toEqual(files);
    expect(complain).not.toHaveBeenCalled();
  } finally {
    await server.app.close();
    complain.mockRestore();
  }
}
