export interface RoomKey {
  key: string;
  href: string;
  label: string;
}

/** Said by the server: a browser holds no messages of this room. */
type ShortcutWords = Record<
  | "title"
  | "close"
  | "anywhere"
  | "sheet"
  | "search"
  | "searchFor"
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

/** What a dialog of the keys is given; each takes what it shows. */
export interface ShortcutDialogProps {
  words: ShortcutWords;
  /** Those this person may open. */
  rooms: RoomKey[];
  /** Absent where there is no search. */
  search?: { path: string; field: string } | undefined;
  onClose: () => void;
}
