import { BareRefusal } from "@/app/_components/bare-refusal";

export default function Forbidden() {
  return <BareRefusal />;
}
