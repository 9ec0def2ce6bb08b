import { useFormatter, useNow } from "next-intl";

// The exact time shows on focus too: a keyboard has no hover.
const focusable = { tabIndex: 0 };
const week = 7 * 24 * 60 * 60 * 1000;

interface Props {
  at: Date | string;
  /** The zone that the page names; without it the exact time names its own. */
  timeZone?: string | undefined;
  /** Always the exact time, as on statements. */
  exact?: boolean;
  /** Where it is no moment but a day that matters: beyond a week the day alone, with the exact time as for the rest. */
  byDay?: boolean;
}

/** Relative under seven days, with the exact time on hover and on focus; exact, or its day, elsewhere. */
export function Time({ at, timeZone, exact, byDay }: Props) {
  const format = useFormatter();
  const now = useNow();
  const moment = new Date(at);
  const full = format.dateTime(moment, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    ...(timeZone ? { timeZone } : {}),
  });
  const isFar = Math.abs(now.getTime() - moment.getTime()) >= week;
  if (exact || (isFar && !byDay)) {
    const short = format.dateTime(moment, {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      ...(timeZone ? { timeZone } : { timeZoneName: "short" }),
    });
    return <time dateTime={moment.toISOString()}>{short}</time>;
  }
  return (
    <time dateTime={moment.toISOString()} className="time" data-exact={full} {...focusable}>
      {isFar
        ? format.dateTime(moment, {
            year: "numeric",
            month: "short",
            day: "numeric",
            ...(timeZone ? { timeZone } : {}),
          })
        : format.relativeTime(moment, now)}
    </time>
  );
}
