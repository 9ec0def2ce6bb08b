"use client";

import { useRouter } from "next/navigation";
import { type ComponentType, useEffect, useEffectEvent, useRef, useState } from "react";
import { sheetAsked } from "./sheet-asked";
import type { ShortcutDialogProps } from "./shortcut-dialog";
import { shortcutOf } from "./shortcut-of";
import { stepRow, tickRow } from "./table-rows";

type Props = Omit<ShortcutDialogProps, "onClose">;

/** How long `g` waits for its room. */
const patienceMs = 1500;

const typedIn =
  'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable]';

/** Somebody types, or a dialog has the keyboard. */
const isElsewhere = ({ target }: KeyboardEvent) =>
  (target instanceof Element && target.closest(typedIn) !== null) || document.querySelector("dialog[open]") !== null;

type Dialog = ComponentType<ShortcutDialogProps>;

// Loaded when it is asked for: every page would pay for what is seldom opened.
const loadSheet = async (): Promise<Dialog> => (await import("./shortcut-sheet")).ShortcutSheet;
const loadPalette = async (): Promise<Dialog> => (await import("./search-palette")).SearchPalette;

/** Listens for every key of the shell; who switched keys off has no such listener. */
export function Shortcuts({ words, rooms, search }: Props) {
  const router = useRouter();
  const [Shown, setShown] = useState<Dialog>();
  const roomAskedAt = useRef(Number.NEGATIVE_INFINITY);

  const show = (load: () => Promise<Dialog>) => void load().then((loaded) => setShown(() => loaded));

  const focusSearch = () => {
    const field = search && document.getElementById(search.field);
    if (field?.checkVisibility()) field.focus();
    else show(loadPalette);
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
    if (shortcut === "sheet") show(loadSheet);
    else if (shortcut === "palette") show(loadPalette);
    else if (shortcut === "search") focusSearch();
    else if (shortcut === "next") stepRow(1);
    else if (shortcut === "previous") stepRow(-1);
    else if (shortcut === "tick") tickRow();
    else if (shortcut !== "awaitRoom") router.push(rooms.find(({ key }) => key === shortcut.room)?.href ?? "");
  });

  const onSheetAsked = useEffectEvent((event: Event) => {
    event.preventDefault();
    show(loadSheet);
  });

  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener(sheetAsked, onSheetAsked);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener(sheetAsked, onSheetAsked);
    };
  }, []);

  return Shown ? <Shown words={words} rooms={rooms} search={search} onClose={() => setShown(undefined)} /> : null;
}
