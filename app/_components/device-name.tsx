import { useTranslations } from "next-intl";
import { deviceWords } from "./device-words";

export function DeviceName({ device }: { device: string }) {
  return deviceWords(useTranslations("sessions"), device);
}
