import { BareRefusal } from "@/app/_components/bare-refusal";

export default function NotFound() {
  return <BareRefusal />;
}
