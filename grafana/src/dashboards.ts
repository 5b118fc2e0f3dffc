import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { compare } from './compare/dashboard.ts';
import { inside } from './inside/dashboard.ts';
import { syncOrAsync } from './sync-or-async/dashboard.ts';

/** Every dashboard of the lab, as Grafana's JSON has it. */
export function buildDashboards(): Dashboard[] {
  return [syncOrAsync(), inside(), compare()].map((builder) => numbered(builder.build()));
}

/** Links to a single panel name it by its id, which the SDK leaves open. */
function numbered(dashboard: Dashboard): Dashboard {
  return {
    ...dashboard,
    panels: dashboard.panels?.map((panel, index) => ({ ...panel, id: index + 1 })) ?? [],
  };
}
