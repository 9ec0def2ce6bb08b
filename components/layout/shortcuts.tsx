"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { SearchPalette } from "./search-palette";
import { sheetAsked } from "./sheet-asked";
import { shortcutOf } from "./shortcut-of";
import { type RoomKey, ShortcutSheet, type ShortcutWords } from "./shortcut-sheet";
import { stepRow, tickRow } from "./table-rows";

interface Props {
  words: ShortcutWords & { searchFor: string };
  /** Those this person may open. */
  rooms: RoomKey[];
  search?: { path: string; field: string } | undefined;
}

/** How long `g` waits for its room. */
const patienceMs = 1500;

const typedIn =
  'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable]';

/** Somebody types, or a dialog has the keyboard. */
const isElsewhere = ({ target }: KeyboardEvent) =>
  (target instanceof Element && target.closest(typedIn) !== null) || document.querySelector("dialog[open]") !== null;

/** Listens for every key of the shell; who switched keys off has no such listener. */
export function Shortcuts({ words, rooms, search }: Props) {
  const router = useRouter();
  const [shown, setShown] = useState<"sheet" | "palette">();
  const roomAskedAt = useRef(Number.NEGATIVE_INFINITY);

  const focusSearch = () => {
    const field = search && document.getElementById(search.field);
    if (field?.checkVisibility()) field.focus();
    else if (search) setShown("palette");
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isElsewhere(event)) return;
    const awaitsRoom = event.timeStamp - roomAskedAt.current < patienceMs;
    const letters = rooms.map(({ key }) => key);
    const shortcut = shortcutOf(event, awaitsRoom, letters);
    // The Shift of a layout that needs it for the next key is no key of its own.
    if (event.key !== "Shift")
      roomAskedAt.current = shortcut === "awaitRoom" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (!shortcut || ((shortcut === "search" || shortcut === "palette") && !search)) return;
    event.preventDefault();
    if (shortcut === "sheet" || shortcut === "palette") setShown(shortcut);
    else if (shortcut === "search") focusSearch();
    else if (shortcut === "next") stepRow(1);
    else if (shortcut === "previous") stepRow(-1);
    else if (shortcut === "tick") tickRow();
    else if (shortcut !== "awaitRoom") router.push(rooms.find(({ key }) => key === shortcut.room)?.href ?? "");
  });

  useEffect(() => {
    const onSheetAsked = (event: Event) => {
      event.preventDefault();
      setShown("sheet");
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener(sheetAsked, onSheetAsked);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener(sheetAsked, onSheetAsked);
    };
  }, []);

  const close = () => setShown(undefined);
  if (shown === "sheet")
    return <ShortcutSheet words={words} rooms={rooms} searches={search !== undefined} onClose={close} />;
  if (shown === "palette" && search) {
    return (
      <SearchPalette
        path={search.path}
        title={words.search}
        placeholder={words.searchFor}
        close={words.close}
        onClose={close}
      />
    );
  }
  return null;
}
