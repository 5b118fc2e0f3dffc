import type { LiveSecond } from '@headroom/contract/live.ts';
import { useState } from 'react';
import { clock } from '../words/times.ts';
import { charts } from './chart-spec.ts';

const rows = 30;
const columns = charts.flatMap(({ title, lines, show }) =>
  lines.map((line) => ({ title, name: line.name, of: line.of, show })),
);

/** The latest seconds in numbers, newest first; made only while it is unfolded. */
export function LastSeconds({
  seconds,
  startedAt,
}: {
  readonly seconds: readonly LiveSecond[];
  readonly startedAt: number;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="last-seconds" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>Show the last {rows} seconds as a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        <section className="scroll" tabIndex={0} aria-label={`The last ${rows} seconds`}>
          <table>
            <thead>
              <tr>
                <th scope="col">at</th>
                {columns.map(({ title, name }) => (
                  <th scope="col" className="number" key={title + name}>
                    {title}
                    <br />
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seconds
                .slice(-rows)
                .reverse()
                .map((second) => (
                  <tr key={second.atSeconds}>
                    <th scope="row">{clock(second.atSeconds - startedAt)}</th>
                    {columns.map(({ title, name, of, show }) => (
                      <td className="number" key={title + name}>
                        {show(of(second))}
                      </td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
