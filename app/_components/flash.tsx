import { Banner } from "@/components/ui/banner";
import { readFlash } from "@/lib/entrypoints/console/flash";

/** What was just done, on the page it led to. */
export async function Flash() {
  const said = await readFlash();
  return said ? (
    <Banner tone="ok" role="status">
      {said}
    </Banner>
  ) : null;
}
