import { type FormEvent, useId, useState } from 'react';
import type { LabApi } from '../api/lab-api.ts';
import { readNumber } from '../form/draft.ts';

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

  async function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = readNumber(typed ?? String(users ?? ''));
    if (wanted === null) return setError('expected a number');
    const answer = await api.changeUsers(wanted);
    if (answer.ok) setTyped(null);
    setError(answer.ok ? null : (answer.problem.fields[0]?.message ?? answer.problem.message));
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
        onChange={({ target }) => setTyped(target.value)}
      />
      <button type="submit">Change users</button>
      <p className="error" role="alert" id={`${id}-error`}>
        {error}
      </p>
    </form>
  );
}
