import { paths } from "@/lib/entrypoints/console/paths";
import { currentSession } from "@/lib/entrypoints/console/require-context";

/** Where password managers send people (w3.org/TR/change-password-url). */
export async function GET(): Promise<Response> {
  const session = await currentSession();
  const Location = session?.kind === "operator" ? paths.operator.mySignIn() : paths.mySignIn();
  return new Response(null, { status: 302, headers: { Location } });
}
