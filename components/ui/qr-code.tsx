import { useTranslations } from "next-intl";
import { encode } from "uqr";

interface Props {
  text: string;
  /** What it leads to: "QR code for {what}". */
  what: string;
}

/** Literal black on white: readers need the contrast in dark mode too. The quiet zone is part of the drawing. */
export function QrCode({ text, what }: Props) {
  const t = useTranslations("common");
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  const label = t("qrCode", { what });
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className="qr" shapeRendering="crispEdges">
      <title>{label}</title>
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
