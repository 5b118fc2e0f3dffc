import { liveRoutes } from '@headroom/contract/live-routes.ts';
import { Links } from './links.tsx';
import type { End } from './state.ts';

/** How the last run ended, and where to read on. */
export function RunEnd({ end, onAgain }: { readonly end: End; readonly onAgain: () => void }) {
  return (
    <div className="run-end" data-state={end.state}>
      <p>
        <b>{{ done: 'Done', stopped: 'Stopped', failed: 'Failed' }[end.state]}.</b> {end.words}
      </p>
      <p className="links">
        {end.hasReport && (
          <a className="button primary" href={liveRoutes.report(end.runId)}>
            Open the report
          </a>
        )}
        <button type="button" onClick={onAgain}>
          New run
        </button>
        <Links links={end.links} />
      </p>
    </div>
  );
}
