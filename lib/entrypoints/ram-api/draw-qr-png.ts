import "server-only";
import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";

const pixelsPerModule = 6;

/** A QR code as a black and white PNG, quiet zone included: what `QRCodePNG` holds, in base64. */
export function drawQrPng(text: string): Buffer {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const width = size * pixelsPerModule;
  const rowBytes = Math.ceil(width / 8) + 1;
  const pixels = Buffer.alloc(rowBytes * width);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isDark = data[Math.floor(y / pixelsPerModule)]?.[Math.floor(x / pixelsPerModule)] === true;
      // One bit a pixel, white is 1; the first byte of a row says "no filter".
      if (!isDark) pixels[y * rowBytes + 1 + (x >> 3)] = (pixels[y * rowBytes + 1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.writeUInt8(1, 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(pixels)), chunk("IEND")]);
}

function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
