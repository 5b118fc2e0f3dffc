import type { RunRow } from '@headroom/contract/live.ts';
import { useEffect, useRef } from 'react';

interface Props {
  readonly row: RunRow;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks once more before a run is gone. */
export function DeleteDialog({ row, onConfirm, onCancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  function confirm() {
    // Closing gives the focus back to where it was; taking the dialog away would not.
    dialog.current?.close();
    onConfirm();
  }

  return (
    <dialog ref={dialog} aria-labelledby="delete-heading" onClose={onCancel}>
      <h2 id="delete-heading">Delete this run?</h2>
      <p>
        <code>{row.runId}</code>
        <br />
        {row.words}
      </p>
      <p>Its records and its report are removed from the disk for good.</p>
      <p className="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          Keep it
        </button>
        <button type="button" className="danger" onClick={confirm}>
          Delete
        </button>
      </p>
    </dialog>
  );
}
