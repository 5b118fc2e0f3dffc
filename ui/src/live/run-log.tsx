import { useEffect, useRef, useState } from 'react';
import { timeOfDay } from '../words/times.ts';
import type { LogLine } from './state.ts';

/** What the lab wrote; the newest at the bottom, which stays in sight unless the reader has scrolled up. */
export function RunLog({ lines }: { readonly lines: readonly LogLine[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const isAtBottom = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the lines, and the unfolding.
  useEffect(() => {
    if (isAtBottom.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines, isOpen]);

  return (
    <details className="log" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        Log <span className="quiet">({lines.length} lines)</span>
      </summary>
      <div
        ref={box}
        role="log"
        aria-label="Log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtBottom.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
      >
        {isOpen &&
          lines.map(({ atSeconds, text }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added, and two may be alike.
            <p key={i}>
              <time>{timeOfDay(atSeconds)}</time> {text}
            </p>
          ))}
      </div>
    </details>
  );
}
