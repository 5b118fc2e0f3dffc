import { describe, expect, it } from 'vitest';
import { documentOf } from '../../report/html/document.ts';
import { html } from '../../report/html/escape.ts';
import { reportPolicy } from './report-policy.ts';

const pageWith = (policy: string) =>
  `<head><meta http-equiv="Content-Security-Policy" content="${policy}"></head>`;
const hash = `'sha256-${'A'.repeat(43)}='`;
const own = `default-src 'none'; script-src ${hash}; base-uri 'none'; form-action 'none'`;
const strict = "default-src 'none'; base-uri 'none'; form-action 'none'";

describe('the policy of a report', () => {
  it('is its own, in a frame of nobody and apart from the live page', () => {
    const page = documentOf('A report', html`<p>It.</p>`);
    const [, meta = ''] = /Policy" content="([^"]+)"/.exec(page) ?? [];
    expect(meta).toContain("script-src 'sha256-");
    const policy = reportPolicy(page);
    expect(policy.startsWith(`${meta}; frame-ancestors 'none'; sandbox allow-scripts`)).toBe(true);
    expect(policy).not.toContain('allow-same-origin');
    expect(reportPolicy(pageWith(own))).toMatch(new RegExp(`^${own.replaceAll('+', '\\+')}`));
  });

  it.each([
    ['<p>none at all</p>'],
    [pageWith('')],
    [pageWith(`${own}; connect-src *`)],
    [pageWith(own.replace(hash, "'unsafe-inline'"))],
    [pageWith(own.replace(hash, `${hash} https://evil.example`))],
    [pageWith(own.replace("default-src 'none'; ", ''))],
    [pageWith(own.replace("default-src 'none'", 'default-src *'))],
    [pageWith(`${own}\r\nx-evil: 1`)],
    [pageWith(`${own}; constructor`)],
    [`${'<!-- -->'.repeat(1000)}${pageWith(own)}`],
  ])('lets nothing run where it asks for more: %#', (page) => {
    expect(reportPolicy(page).startsWith(`${strict}; frame-ancestors 'none'; sandbox `)).toBe(true);
  });
});
