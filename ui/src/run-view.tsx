import type { Lab } from '@headroom/contract/live.ts';
import { useEffect, useRef } from 'react';
import type { LabApi } from './api/lab-api.ts';
import type { Draft } from './form/draft.ts';
import { RunForm } from './form/run-form.tsx';
import { LiveSection } from './live/live-section.tsx';
import { isRunning, type LiveState } from './live/state.ts';

interface Props {
  readonly lab: Lab;
  readonly api: LabApi;
  readonly live: LiveState;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

/** The run in hand or the last one, and the form for another while none is in hand. */
export function RunView({ lab, api, live, draft, onDraft }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { run } = live;
  const Title = run === null ? 'h1' : 'h2';
  const isWaitedFor = useFocusOnStart(run?.runId ?? null);

  function showForm() {
    heading.current?.scrollIntoView();
    heading.current?.focus();
  }

  return (
    <div className={run === null ? 'run-view' : 'run-view with-run'}>
      {run && <LiveSection key={run.runId} live={{ ...live, run }} api={api} onAgain={showForm} />}
      {!isRunning(live) && (
        <section className="new-run">
          <Title ref={heading} tabIndex={-1}>
            New run
          </Title>
          <RunForm lab={lab} api={api} draft={draft} onChange={onDraft} isWaitedFor={isWaitedFor} />
        </section>
      )}
    </div>
  );
}

/** The form goes away when its run begins, and with it the focus; whoever asked for the run is taken there. */
function useFocusOnStart(runId: string | null): { current: boolean } {
  const isWaitedFor = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new run that the focus goes to.
  useEffect(() => {
    if (!isWaitedFor.current) return;
    isWaitedFor.current = false;
    document.getElementById('run-heading')?.focus();
    scrollTo({ top: 0 });
  }, [runId]);
  return isWaitedFor;
}
