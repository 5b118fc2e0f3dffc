import type { Estimate, Start } from '@headroom/contract/live.ts';
import { useEffect, useState } from 'react';
import type { LabApi } from '../api/lab-api.ts';
import { type Draft, errorsOf, type FieldErrors, readDraft } from './draft.ts';
import { inLabels } from './labels.ts';

const patienceMilliseconds = 250;

/** What the lab says of the form as it stands. */
export interface Foresight {
  readonly estimate: Estimate | null;
  readonly errors: FieldErrors;
  /** What is wrong with no field in particular. */
  readonly problem: string | null;
}

const nothing: Foresight = { estimate: null, errors: {}, problem: null };

/** Asks the lab what the form as it stands would take, once nothing has been changed for a moment. */
export function useEstimate(draft: Draft, usersMost: number, api: LabApi): Foresight {
  const [foresight, setForesight] = useState<Foresight>(nothing);

  useEffect(() => {
    const outdated = new AbortController();
    const timer = setTimeout(async () => {
      const read = readDraft(draft, usersMost);
      const seen = 'errors' in read ? { ...nothing, errors: read.errors } : await ask(read.start);
      if (!outdated.signal.aborted) setForesight(seen);
    }, patienceMilliseconds);

    async function ask(start: Start): Promise<Foresight> {
      const answer = await api.estimate(start, outdated.signal);
      if (answer.ok) return { ...nothing, estimate: answer.value };
      const { fields, message } = answer.problem;
      return { ...nothing, errors: errorsOf(fields), problem: fields.length > 0 ? null : inLabels(message) };
    }

    return () => {
      clearTimeout(timer);
      outdated.abort();
    };
  }, [draft, usersMost, api]);

  return foresight;
}
