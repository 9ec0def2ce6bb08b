import { SkipLink } from "@/components/layout/skip-link";
import { Refusal } from "./refusal";

/** A refusal where no shell stands around it. */
export function BareRefusal() {
  return (
    <>
      <SkipLink />
      <main id="content" tabIndex={-1}>
        <Refusal />
      </main>
    </>
  );
}
