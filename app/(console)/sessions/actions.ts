"use server";

import { endAllSessions } from "@/lib/domain/sessions/end-all-sessions";
import { endOneSession } from "@/lib/domain/sessions/end-one-session";
import { EndSessionInput, EndSessionsInput } from "@/lib/domain/sessions/schema";
import { unlockSignIn } from "@/lib/domain/sign-in/unlock-sign-in";
import { NamedSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const endSessionAction = consoleAction({
  input: EndSessionInput,
  verb: endOneSession,
  after: () => setFlash("sessions.flash.ended", { count: 1 }),
  done: ({ name }, ended) => (ended?.own ? paths.rootDoor() : paths.sessionsOf(name)),
});

export const endSessionsAction = consoleAction({
  input: EndSessionsInput,
  verb: endAllSessions,
  after: ({ count }) => setFlash("sessions.flash.ended", { count }),
  done: ({ name }, ended) => (ended?.own ? paths.rootDoor() : paths.sessionsOf(name)),
});

export const unlockSignInAction = consoleAction({
  input: NamedSubAccountInput,
  verb: unlockSignIn,
  after: (_done, _ctx, { name }) => setFlash("sessions.flash.unlocked", { name }),
  done: ({ name }) => paths.sessionsOf(name),
});
