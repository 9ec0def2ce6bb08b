type Shortcut = "sheet" | "search" | "palette" | "next" | "previous" | "tick" | "awaitRoom" | { room: string };

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const singles = new Map<string, Shortcut>([
  ["?", "sheet"],
  ["/", "search"],
  ["j", "next"],
  ["k", "previous"],
  ["x", "tick"],
  ["g", "awaitRoom"],
]);

/** What a press asks for. After `g` it names a room or nothing: a slip acts on no table. */
export function shortcutOf(press: Press, awaitsRoom: boolean, rooms: readonly string[]): Shortcut | undefined {
  const { key, ctrlKey, metaKey, altKey } = press;
  if (key === "k" && ctrlKey !== metaKey && !altKey) return "palette";
  if (ctrlKey || metaKey || altKey) return undefined;
  if (awaitsRoom) return rooms.includes(key) ? { room: key } : undefined;
  return singles.get(key);
}
