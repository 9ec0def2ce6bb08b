import { Modal } from "@/components/ui/modal";

export interface RoomKey {
  key: string;
  href: string;
  label: string;
}

/** Said by the server: a browser holds no messages of this room. */
export type ShortcutWords = Record<
  | "title"
  | "close"
  | "anywhere"
  | "sheet"
  | "search"
  | "palette"
  | "closes"
  | "rooms"
  | "tables"
  | "next"
  | "previous"
  | "open"
  | "tick"
  | "quiet",
  string
>;

interface Props {
  words: ShortcutWords;
  rooms: RoomKey[];
  searches: boolean;
  onClose: () => void;
}

type Line = [label: string, ...keys: string[]];

/** Every key there is, for this person and this shell. */
export function ShortcutSheet({ words, rooms, searches, onClose }: Props) {
  const parts: [title: string, lines: Line[]][] = [
    [
      words.anywhere,
      [
        [words.sheet, "?"],
        ...(searches
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
