"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";

interface Props {
  title: string;
  /** What its button says. */
  close: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * The browser's own dialog: it keeps the focus, gives it back, and Escape closes it. Mount it to open it. The focus begins
 * in its field; without one, on the button that closes it.
 */
export function Modal({ title, close, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector("input")?.focus();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose} className="modal">
      <div className="modal-head">
        <h2 id={heading}>{title}</h2>
        <form method="dialog">
          <button type="submit" className="btn btn-secondary">
            {close}
          </button>
        </form>
      </div>
      {children}
    </dialog>
  );
}
