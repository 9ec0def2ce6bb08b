import { useTranslations } from "next-intl";
import { searchField } from "./search-field";
import type { RoomKey } from "./shortcut-dialog";
import { Shortcuts } from "./shortcuts";

interface Props {
  rooms: RoomKey[];
  /** Absent where there is no search. */
  searchPath?: string;
}

/** The keys of a shell, with their words in the reader's language. */
export function ShellShortcuts({ rooms, searchPath }: Props) {
  const t = useTranslations("shortcuts");
  const shell = useTranslations("shell");
  return (
    <Shortcuts
      rooms={rooms}
      search={searchPath ? { path: searchPath, field: searchField } : undefined}
      words={{
        title: t("title"),
        close: t("close"),
        anywhere: t("anywhere"),
        sheet: t("sheet"),
        search: shell("search"),
        searchFor: shell("searchFor"),
        palette: t("palette"),
        closes: t("closes"),
        rooms: t("rooms"),
        tables: t("tables"),
        next: t("next"),
        previous: t("previous"),
        open: t("open"),
        tick: t("tick"),
        quiet: t("quiet"),
      }}
    />
  );
}
