import { PanelBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';

const text = `
**Zoom to run A** (above) sets the time range: lines are drawn for the times of run A, and run B is moved onto them.

The starts of the first *chosen* trials are laid over one another. Choose one endpoint and one level to compare a
trial with a trial. With more, both runs should have the same plan and seed: what lies between two trials
(ending and starting a subject) is not the same in both, so the lines drift apart by some seconds as the runs go on.

What Prometheus no longer keeps (15 days, 1 GB) cannot be compared here; \`make compare\` reads the runs' own files.
`.trim();

export const howPanels = () => [
  new PanelBuilder()
    .title('How to read this')
    .description('How the two runs are laid over one another, and what that cannot show.')
    .mode(TextMode.Markdown)
    .content(text)
    .span(24)
    .height(6),
];
