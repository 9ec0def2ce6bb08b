import { Refusal } from "@/app/_components/refusal";

export default function Forbidden() {
  return <Refusal />;
}
