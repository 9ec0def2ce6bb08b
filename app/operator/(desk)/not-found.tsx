import { Refusal } from "@/app/_components/refusal";

export default function NotFound() {
  return <Refusal />;
}
