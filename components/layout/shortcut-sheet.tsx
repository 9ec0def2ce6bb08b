import { Modal } from "@/components/ui/modal";
import type { ShortcutDialogProps } from "./shortcut-dialog";

type Line = [label: string, ...keys: string[]];

/** Every key there is, for this person and this shell. */
export function ShortcutSheet({ words, rooms, search, onClose }: ShortcutDialogProps) {
  const parts: [title: string, lines: Line[]][] = [
    [
      words.anywhere,
      [
        [words.sheet, "?"],
        ...(search
          ? ([
              [words.search, "/"],
              [words.palette, "Ctrl K", "⌘ K"],
            ] satisfies Line[])
          : []),
        [words.closes, "Esc"],
      ],
    ],
    [
      words.tables,
      [
        [words.next, "j"],
        [words.previous, "k"],
        [words.open, "Enter"],
        [words.tick, "x"],
      ],
    ],
    [words.rooms, rooms.map(({ key, label }): Line => [label, "g", key])],
  ];
  return (
    <Modal title={words.title} close={words.close} onClose={onClose}>
      <div className="shortcut-sheet">
        {parts.map(([title, lines]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map(([label, ...keys]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key} className="key">
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="modal-note">{words.quiet}</p>
    </Modal>
  );
}
