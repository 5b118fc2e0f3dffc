import type { Interval } from '@headroom/contract/interval.ts';
import type { Report } from '@headroom/contract/report.ts';
import type { Verdict } from '@headroom/contract/verdict.ts';
import { html, type Markup } from './escape.ts';

/** What the run says, in words: its verdicts, or what was seen where there are none. */
export function answersMarkup({ verdicts, findings }: Pick<Report, 'verdicts' | 'findings'>): Markup {
  const body =
    verdicts.length > 0
      ? html`<div class="verdicts">${verdicts.map(verdictMarkup)}</div>`
      : findings.length > 0
        ? html`<ul class="findings">${findings.map(findingMarkup)}</ul>`
        : html`<p>Nothing was measured that an answer could rest on; what was tried stands below.</p>`;
  return html`<section id="answers" aria-labelledby="answers-heading">
<h2 id="answers-heading">${verdicts.length > 0 ? 'The verdicts' : 'What was seen'}</h2>
${body}
</section>
`;
}

const outcomes: Readonly<Record<Verdict['outcome'], string>> = {
  other: 'worth it',
  plain: 'leave it as it is',
  either: 'makes no measurable difference',
  'trade-off': 'a trade-off',
  undecided: 'undecided',
};

function verdictMarkup(verdict: Verdict): Markup {
  const { subject, workload, plain, other, outcome, sentence, advice, provisional } = verdict;
  const figures = figuresOf(verdict);
  return html`<article class="verdict" data-outcome="${outcome}">
<h3>${subject}, ${workload}: <code>${other}</code> for <code>${plain}</code> <span class="outcome">${outcomes[outcome]}${provisional ? ', provisionally' : ''}</span></h3>
<p>${sentence}</p>
${advice === '' ? null : html`<p class="advice">${advice}</p>`}
${figures.length === 0 ? null : html`<dl class="figures">${figures}</dl>`}
</article>
`;
}

function figuresOf({ ratios }: Verdict): Markup[] {
  const all: readonly [string, Verdict['ratios']['latency']][] = [
    ['throughput', ratios.throughput],
    ['latency', ratios.latency],
    ['wait of others', ratios.bystander],
    ['CPU per request', ratios.cpuPerRequest],
    ['memory', ratios.memory],
  ];
  return all.flatMap(([name, ratio]) =>
    ratio === null
      ? []
      : [
          html`<div><dt>${name}</dt><dd><b>${times(ratio.value)}</b>${betweenTimes(ratio.interval)}</dd></div>\n`,
        ],
  );
}

function betweenTimes(interval: Interval | null): Markup | null {
  return interval === null ? null : html` <small>${times(interval.low)} to ${times(interval.high)}</small>`;
}

function times(ratio: number): string {
  const digits = ratio >= 99.5 ? 0 : ratio >= 9.95 ? 1 : ratio >= 0.0995 ? 2 : 3;
  return `×${ratio >= 1e6 || (ratio > 0 && ratio < 0.0005) ? ratio.toExponential(1) : ratio.toFixed(digits)}`;
}

/** Findings begin with whom they are about. */
function findingMarkup(finding: string): Markup {
  const end = finding.indexOf(': ');
  if (end < 0) return html`<li>${finding}</li>\n`;
  return html`<li><b>${finding.slice(0, end)}</b>${finding.slice(end)}</li>\n`;
}
