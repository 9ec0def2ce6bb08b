import { PlainLayout } from "@/components/layout/plain-layout";
import { Refusal } from "./refusal";

/** A refusal where no shell stands around it. */
export function BareRefusal() {
  return (
    <PlainLayout>
      <Refusal />
    </PlainLayout>
  );
}
