import { Banner } from "@/components/ui/banner";
import { readFlash } from "@/lib/entrypoints/console/flash";

/** What was just done, on the page it led to. */
export async function Flash() {
  const flash = await readFlash();
  return flash ? (
    <Banner tone={flash.tone} role="status">
      {flash.said}
    </Banner>
  ) : null;
}
