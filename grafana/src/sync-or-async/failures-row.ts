import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { FailureKind } from '@headroom/contract/generator-summary.ts';
import { stackedBars } from '../shared/lines.ts';
import { painted } from '../shared/override.ts';
import { peak, recorded } from '../shared/trial.ts';

/** Whose fault each kind mostly is: reds are the service's, others the request's. */
const colours: Readonly<Record<FailureKind, string>> = {
  'no-answer': 'dark-red',
  '5xx': 'red',
  '4xx': 'orange',
  '3xx': 'dark-yellow',
  '2xx': 'purple',
};

export const failurePanels = () => [failed(), notSent()];

function failed(): PanelBuilder {
  const panel = stackedBars(
    {
      title: 'Failed requests by kind',
      description:
        'Failed requests of the window a second, over the last 5 s, by what came back: no answer (refused, reset, timed out), or a status of that class. Failed requests are often fast, so latency looks better than it is.',
      unit: 'reqps',
      nothing: 'No request failed in this time range',
    },
    `sum by (kind) (${peak(recorded.failedNow)})`,
    '{{kind}}',
  );
  for (const [kind, shade] of Object.entries(colours)) panel.overrideByName(kind, [painted(shade)]);
  return panel;
}

const notSent = (): PanelBuilder =>
  stackedBars(
    {
      title: 'Requests not sent',
      description:
        'Dropped iterations: requests a second, over the last 5 s, that were due and found no free user to send them. Only with --rate, as users send as fast as they are answered.',
      unit: 'reqps',
      nothing: 'Every request was sent in this time range',
    },
    `sum(${peak(recorded.droppedNow)})`,
    'not sent',
  ).overrideByName('not sent', [painted('orange')]);
