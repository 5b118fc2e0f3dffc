import { useState } from 'react';
import type { LabApi } from '../api/lab-api.ts';

/** Stops the run in hand, or what is measured after its load; that it has stopped, the stream of events will tell. */
export function StopButton({ api, words }: { readonly api: LabApi; readonly words: string }) {
  const [isAsked, setIsAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function stop() {
    if (isAsked) return;
    setIsAsked(true);
    const answer = await api.stop();
    if (answer.ok) return setProblem(null);
    setIsAsked(false);
    setProblem(answer.problem.message);
  }

  return (
    <div className="stop">
      <button type="button" className="danger" aria-disabled={isAsked} onClick={stop}>
        {isAsked ? 'Stopping …' : words}
      </button>
      <p className="error" role="alert">
        {problem}
      </p>
    </div>
  );
}
