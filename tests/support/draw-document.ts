import sharp from "sharp";

/** A picture that passes for a scan: what an applicant uploads. */
export async function drawDocument(words: string, format: "png" | "jpeg" = "png"): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400">
    <rect width="640" height="400" fill="#f4f1e8"/><rect x="40" y="80" width="140" height="180" fill="#7a6f52"/>
    <text x="220" y="200" font-size="32" fill="#3b3524">${words}</text></svg>`;
  return sharp(Buffer.from(drawing)).toFormat(format).toBuffer();
}
