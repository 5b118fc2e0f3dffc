import type { Interval } from '@headroom/contract/interval.ts';
import type { Report } from '@headroom/contract/report.ts';
import type { Ratio, Verdict, VerdictLevel } from '@headroom/contract/verdict.ts';
import { levelInWords } from '../../words/in-words.ts';
import { html, type Markup } from './escape.ts';

/** As the other reports head them. */
export const verdictsHeading = 'Sync, async, or moved away';

/** What the run says, in words: its verdicts, or what was seen where there are none. */
export function answersMarkup({ verdicts, findings }: Pick<Report, 'verdicts' | 'findings'>): Markup {
  const body =
    verdicts.length > 0
      ? html`<div class="verdicts">${verdicts.map(verdictMarkup)}</div>`
      : findings.length > 0
        ? html`<ul class="findings">${findings.map(findingMarkup)}</ul>`
        : html`<p>Nothing was measured that an answer could rest on; what was tried stands below.</p>`;
  return html`<section id="answers" aria-labelledby="answers-heading">
<h2 id="answers-heading">${verdicts.length > 0 ? verdictsHeading : 'What was seen'}</h2>
${body}
</section>
`;
}

const outcomesInWords: Readonly<Record<Verdict['outcome'], string>> = {
  other: 'is better',
  plain: 'is worse',
  either: 'makes no measurable difference',
  'trade-off': 'is a trade-off',
  undecided: 'cannot be told yet',
};

function verdictMarkup(verdict: Verdict): Markup {
  const { subject, workload, plain, other, outcome, sentence, advice, provisional, leftOut } = verdict;
  const top = verdict.levels.at(-1);
  const of = `${subject}, ${workload}: `;
  return html`<article class="verdict" data-outcome="${outcome}">
<h3><span class="of">${of}</span><code>${other}</code> for <code>${plain}</code> <span class="outcome">${outcomesInWords[outcome]}${top === undefined ? '' : ` at ${levelInWords(top)}`}${provisional && outcome !== 'undecided' ? ', provisionally' : ''}</span></h3>
${top === undefined ? null : figuresMarkup(top)}
<p>${sentence.startsWith(of) ? sentence.slice(of.length) : sentence}</p>
${advice === '' ? null : html`<p class="advice">${advice}</p>`}
${leftOut.length === 0 || top === undefined ? null : html`<p class="note">Takes no part: ${leftOut.join('; ')}.</p>`}
</article>
`;
}

/** By how much, at the highest level: the other's figure over that of the plain one. */
function figuresMarkup({ ratios, spares }: VerdictLevel): Markup | null {
  const all: readonly [string, Ratio | null][] = [
    ['throughput', ratios.throughput],
    ['latency', ratios.latency],
    ['CPU per request', ratios.cpuPerRequest],
    ['memory', ratios.memory],
  ];
  const figures = all.flatMap(([name, ratio]) =>
    ratio === null
      ? []
      : [
          html`<div><dt>${name}</dt><dd><b>${times(ratio.value)}</b>${betweenTimes(ratio.interval)}</dd></div>\n`,
        ],
  );
  const others =
    spares === null ? null : html`<div><dt>others</dt><dd><b>${sparedInWords[spares]}</b></dd></div>\n`;
  if (figures.length === 0 && others === null) return null;
  return html`<dl class="figures">${figures}${others}</dl>`;
}

const sparedInWords = { other: 'spared', plain: 'held up', neither: 'as before' } as const;

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
