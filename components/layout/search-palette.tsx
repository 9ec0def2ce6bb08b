import { Modal } from "@/components/ui/modal";
import type { ShortcutDialogProps } from "./shortcut-dialog";

/** The header's question, wherever one stands and however narrow the window. */
export function SearchPalette({ words, search, onClose }: ShortcutDialogProps) {
  return (
    <Modal title={words.search} close={words.close} onClose={onClose}>
      <search className="modal-search">
        <form action={search?.path}>
          <input
            type="search"
            name="q"
            aria-label={words.search}
            placeholder={words.searchFor}
            maxLength={320}
            autoComplete="off"
            className="field"
          />
        </form>
      </search>
    </Modal>
  );
}
