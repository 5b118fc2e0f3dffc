import { renderTextPanelMarkdown } from '@grafana/data';
import { replacer } from '../show-panel.ts';
import type { Drawing } from './drawing.ts';

/** By the function that makes Markdown safe in Grafana's own text panel. */
export function drawText({ options, variables, height }: Drawing) {
  const html = renderTextPanelMarkdown(replacer(variables)(String(options.content ?? '')));
  return (
    <div
      className="markdown-html"
      style={{ height, overflow: 'auto' }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: Grafana's function has cleaned it.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

/** Alerts come from Grafana's server. */
export const drawAlertList = () => <p className="empty">(alert list: drawn by Grafana's server only)</p>;
