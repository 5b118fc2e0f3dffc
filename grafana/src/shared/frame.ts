import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { overTime, prometheus } from './prometheus.ts';
import { latest, written } from './trial.ts';

/** Where links, the report's included, find the dashboards. */
export const uids = {
  syncOrAsync: 'headroom-sync-or-async',
  inside: 'headroom-inside',
  compare: 'headroom-compare',
} as const;

/** A dashboard with all but its variables, links and rows. */
export function frame(uid: string, title: string, description: string): DashboardBuilder {
  return new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['headroom'])
    .readonly()
    .time({ from: 'now-15m', to: 'now' })
    .refresh('5s')
    .tooltip(DashboardCursorSync.Crosshair);
}

/** A link that takes the chosen subject, endpoint and level with it. */
export function linkTo(
  title: string,
  url: string,
  { keepTime }: { keepTime: boolean },
): Builder<DashboardLink> {
  const { placement: _, ...link } = new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .icon('dashboard')
    .url(url)
    .includeVars(true)
    .keepTime(keepTime)
    .build();
  // The SDK's default placement hides it in a menu.
  return { build: () => link };
}

/** A mark where the load of each trial began; k6 says when as a value, in seconds. */
export const trialStarts = (): AnnotationQueryBuilder =>
  mark('Trial starts', 'blue', `${latest(written.startedAt)} * 1000`)
    .useValueForTime(true)
    .titleFormat('{{endpoint}}, {{level}} {{unit}}')
    .textFormat('{{subject}}, {{strategy}}, repeat {{repeat}}');

/** What a query has, marked in all graphs. */
export function mark(name: string, colour: string, expr: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(prometheus)
    .enable(true)
    .iconColor(colour)
    .target(overTime(name.replace(' ', ''), expr, '').interval('1s'));
}
