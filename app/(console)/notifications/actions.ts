"use server";

import { TestAlertInput } from "@/lib/domain/limits/schema";
import { testAlert } from "@/lib/domain/limits/test-alert";
import { ChooseNoticesInput, MarkNoticesReadInput } from "@/lib/domain/notifications/choice-schema";
import { chooseNotices } from "@/lib/domain/notifications/choose-notices";
import { markNoticesRead } from "@/lib/domain/notifications/mark-notices-read";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const markNoticesReadAction = consoleAction({
  input: MarkNoticesReadInput,
  verb: markNoticesRead,
  // Stays: going to this same page would build its other form anew, and lose what was ticked meanwhile.
  done: () => undefined,
});

export const testAlertAction = consoleAction({
  input: TestAlertInput,
  verb: (ctx) => testAlert(ctx),
  after: () => setFlash("notices.flash.tested"),
  done: () => paths.notifications(),
});

export const chooseNoticesAction = consoleAction({
  input: ChooseNoticesInput,
  echo: ["new-device", "sessions-ended", "access-key-made", "ssh-key-expiring", "verification", "locale"],
  verb: chooseNotices,
  after: () => setFlash("notices.flash.chosen"),
  done: () => paths.notifications(),
});
