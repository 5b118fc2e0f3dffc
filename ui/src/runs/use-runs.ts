import type { RunRow } from '@headroom/contract/live.ts';
import { useCallback, useEffect, useState } from 'react';
import type { LabApi } from '../api/lab-api.ts';

/** The stored runs, newest first; null until they are known. */
export interface Runs {
  readonly rows: readonly RunRow[] | null;
  readonly problem: string | null;
  readonly reload: () => Promise<void>;
}

/** Reads the stored runs, and again whenever `occasion` changes. */
export function useRuns(api: LabApi, occasion: string): Runs {
  const [rows, setRows] = useState<readonly RunRow[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const reload = useCallback(async () => {
    const answer = await api.runs();
    if (answer.ok) setRows(answer.value.runs);
    setProblem(answer.ok ? null : answer.problem.message);
  }, [api]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the occasion is what the runs are read again for.
  useEffect(() => {
    void reload();
  }, [reload, occasion]);

  return { rows, problem, reload };
}
