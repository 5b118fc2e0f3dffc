import { ceilings } from '@headroom/contract/live-routes.ts';
import { type FormEvent, useId, useState } from 'react';
import type { LabApi } from '../api/lab-api.ts';
import { besideLabel } from '../form/labels.ts';
import { judge, usersRange } from '../form/ranges.ts';

interface Props {
  readonly api: LabApi;
  /** The number of users that was asked for last. */
  readonly users: number | null;
}

/** Changes the number of users of the run in hand. */
export function UsersControl({ api, users }: Props) {
  const id = useId();
  /** Null while nobody has typed: then it shows what runs. */
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [hint, setHint] = useState('');

  function change(text: string) {
    setTyped(text);
    setError(null);
    setHint('');
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setHint('');
    const judged = judge(typed ?? String(users ?? ''), usersRange(ceilings.users));
    if ('error' in judged) return setError(judged.error);
    if (judged.value === users) {
      // A change would end the window in hand for nothing.
      setTyped(null);
      setError(null);
      return setHint(`Already ${users}: nothing was changed.`);
    }
    const answer = await api.changeUsers(judged.value);
    if (answer.ok) setTyped(null);
    setError(
      answer.ok ? null : besideLabel('users', answer.problem.fields[0]?.message ?? answer.problem.message),
    );
  }

  return (
    <form className="users-control" noValidate onSubmit={submit}>
      <label htmlFor={id}>Users</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={typed ?? String(users ?? '')}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : `${id}-error`}
        onChange={({ target }) => change(target.value)}
      />
      <button type="submit">Change users</button>
      <p className="error" role="alert" id={`${id}-error`}>
        {error}
      </p>
      <p className="hint" role="status">
        {hint}
      </p>
    </form>
  );
}
