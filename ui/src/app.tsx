import { useEffect, useMemo, useState } from 'react';
import { openLabApi } from './api/lab-api.ts';
import { useLab } from './api/use-lab.ts';
import { type Draft, draftOf } from './form/draft.ts';
import { isRunning } from './live/state.ts';
import { titleOf } from './live/title.ts';
import { useLiveRun } from './live/use-live-run.ts';
import { addresses, useView } from './routing.ts';
import { RunView } from './run-view.tsx';
import { RunsView } from './runs/runs-view.tsx';

/** The page: what every view has around it, and the view that was asked for. */
export function App() {
  const [api] = useState(() => openLabApi());
  const { live, connection } = useLiveRun();
  const { lab, problem, reload } = useLab(api, connection === 'lost');
  /** Kept here, for who has looked at a run wants to change one number and start again. */
  const [draft, setDraft] = useState<Draft | null>(null);
  const proposed = useMemo(() => lab && draftOf(lab), [lab]);
  const view = useView();
  const { run, end } = live;
  const runs = isRunning(live);

  const subject = view === 'runs' ? 'Runs' : titleOf(live);
  useEffect(() => {
    document.title = `${runs ? '▶ ' : ''}${subject} · Headroom`;
  }, [runs, subject]);

  const here = (one: typeof view) => ({ 'aria-current': one === view ? ('page' as const) : undefined });
  return (
    <>
      <button type="button" className="skip" onClick={skipToMain}>
        Skip to the content
      </button>
      <header>
        <p className="brand">Headroom</p>
        <nav aria-label="Views">
          <ul>
            <li>
              <a href={addresses.run} {...here('run')}>
                {run === null ? 'New run' : 'Run'}
              </a>
            </li>
            <li>
              <a href={addresses.runs} {...here('runs')}>
                Runs
              </a>
            </li>
            {lab?.grafanaUrl && (
              <li>
                <a href={lab.grafanaUrl} target="_blank" rel="noreferrer">
                  Grafana<span className="unseen"> (in a new tab)</span>
                </a>
              </li>
            )}
          </ul>
        </nav>
        {runs && view !== 'run' && (
          <p className="running">
            <a href={addresses.run}>Running: {titleOf(live)}</a>
          </p>
        )}
        {lab && <p className="version quiet">{lab.version}</p>}
      </header>
      <p className="connection" role="status">
        {connection === 'lost' && 'Connection lost, trying again …'}
      </p>
      <p className="unseen" role="status">
        {live.news}
      </p>
      <main id="main" tabIndex={-1}>
        {problem !== null && (
          <p className="error" role="alert">
            {problem}{' '}
            <button type="button" onClick={reload}>
              Try again
            </button>
          </p>
        )}
        {view === 'runs' ? (
          <RunsView api={api} occasion={`${run?.runId} ${end?.state}`} />
        ) : (
          lab &&
          proposed &&
          connection !== 'connecting' && (
            <RunView lab={lab} api={api} live={live} draft={draft ?? proposed} onDraft={setDraft} />
          )
        )}
      </main>
    </>
  );
}

/** No link, for addresses with # are the page's views. */
function skipToMain() {
  document.getElementById('main')?.focus();
}
