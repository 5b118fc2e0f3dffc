import { liveRoutes } from '@headroom/contract/live-routes.ts';
import { useEffect, useReducer, useState } from 'react';
import { type LiveState, nothingYet, receive } from './state.ts';
import { type Connection, listen } from './stream.ts';

/** The run that the lab tells of, from the moment the page is shown. */
export function useLiveRun(): { live: LiveState; connection: Connection } {
  const [live, onEvents] = useReducer(receive, nothingYet);
  const [connection, onConnection] = useState<Connection>('connecting');
  useEffect(() => listen(liveRoutes.events, { onEvents, onConnection }), []);
  return { live, connection };
}
