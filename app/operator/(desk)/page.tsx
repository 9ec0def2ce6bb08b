import { redirect } from "next/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

/** An operator's day begins with what waits. */
export default async function OperatorHome() {
  await requireOperatorContext();
  redirect(paths.operator.queue());
}
