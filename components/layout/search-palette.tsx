import { Modal } from "@/components/ui/modal";

interface Props {
  path: string;
  title: string;
  placeholder: string;
  close: string;
  onClose: () => void;
}

/** The header's question, wherever one stands and however narrow the window. */
export function SearchPalette({ path, title, placeholder, close, onClose }: Props) {
  return (
    <Modal title={title} close={close} onClose={onClose}>
      <search className="modal-search">
        <form action={path}>
          <input
            type="search"
            name="q"
            aria-label={title}
            placeholder={placeholder}
            maxLength={320}
            autoComplete="off"
            className="field"
          />
        </form>
      </search>
    </Modal>
  );
}
