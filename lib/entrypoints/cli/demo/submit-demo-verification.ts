import "server-only";
import sharp from "sharp";
import type { Context } from "@/lib/authorization/context";
import { saveIdentityVerification } from "@/lib/domain/identity-verification/save-identity-verification";
import { submitIdentityVerification } from "@/lib/domain/identity-verification/submit-identity-verification";
import { uploadIdentityDocument } from "@/lib/domain/identity-verification/upload-identity-document";

/** What an operator of the demo finds in the queue: an invented company with two drawn documents. */
export async function submitDemoVerification(inside: Context): Promise<void> {
  await saveIdentityVerification(inside, {
    kind: "enterprise",
    intent: "continue",
    companyName: inside.account.companyName,
    registrationType: "other",
    registrationNumber: "ML-2026-0417",
    legalRepresentative: "Wren Castellan",
    address: "12 Mill Lane, Meadow Park",
    contactName: "Wren Castellan",
    contactPhone: "+16502530000",
  });
  await upload(inside, "business-licence", "Business licence", "Meadow Labs · ML-2026-0417");
  await upload(inside, "identity-front", "Identity document", "Wren Castellan");
  await submitIdentityVerification(inside);
}

async function upload(inside: Context, slot: "business-licence" | "identity-front", title: string, line: string) {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="640">
    <rect width="1000" height="640" fill="#f4f1e8"/><rect x="24" y="24" width="952" height="592" fill="none" stroke="#7a6f52" stroke-width="4"/>
    <text x="500" y="220" font-size="56" text-anchor="middle" fill="#3b3524">${title}</text>
    <text x="500" y="330" font-size="38" text-anchor="middle" fill="#3b3524">${line}</text>
    <text x="500" y="540" font-size="28" text-anchor="middle" fill="#7a6f52">SPECIMEN, demonstration data</text></svg>`;
  const bytes = await sharp(Buffer.from(drawing)).png().toBuffer();
  await uploadIdentityDocument(inside, {
    slot,
    file: new File([new Uint8Array(bytes)], `${slot}.png`, { type: "image/png" }),
  });
}
