import type { Lab } from '@headroom/contract/live.ts';
import { useCallback, useEffect, useState } from 'react';
import type { LabApi } from './lab-api.ts';

/** What can be asked for; null until it is known. Asked again once a lost connection is back. */
export function useLab(
  api: LabApi,
  isLost: boolean,
): {
  lab: Lab | null;
  problem: string | null;
  reload: () => Promise<void>;
} {
  const [lab, setLab] = useState<Lab | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const reload = useCallback(async () => {
    const answer = await api.lab();
    if (answer.ok) setLab(answer.value);
    setProblem(answer.ok ? null : answer.problem.message);
  }, [api]);
  useEffect(() => {
    if (!isLost) void reload();
  }, [reload, isLost]);
  return { lab, problem, reload };
}
