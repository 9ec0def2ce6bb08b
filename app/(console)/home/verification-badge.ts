import { CircleDashed, CircleX, Hourglass, type LucideIcon, ShieldCheck } from "lucide-react";
import type { Tone } from "@/components/ui/tone";
import type { AccountFacts } from "@/lib/authorization/context";

/** Icon and tone of each state (ux.md 5.4). */
export const verificationBadge: Record<AccountFacts["verification"], { icon: LucideIcon; tone: Tone }> = {
  unverified: { icon: CircleDashed, tone: "quiet" },
  submitted: { icon: Hourglass, tone: "info" },
  approved: { icon: ShieldCheck, tone: "ok" },
  rejected: { icon: CircleX, tone: "danger" },
};
