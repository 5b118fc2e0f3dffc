import { describe, expect, it } from 'vitest';
import { escapeHtml, html, trusted } from './escape.ts';

describe('html', () => {
  it('escapes whatever is put between tags or into attributes', () => {
    const name = `<img src=x onerror="alert('1')">&amp;`;
    expect(html`<p title="${name}">${name}</p>`.markup).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>',
    );
  });

  it('takes markup, lists of it, numbers, and nothing', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${7}${null}${trusted('<hr>')}`.markup).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul>7<hr>',
    );
  });

  it('shows what a page may not hold', () => {
    expect(escapeHtml('a\0b\u001bc\u0085d\te\n')).toBe('a\\u0000b\\u001bc\\u0085d\te\n');
  });
});
