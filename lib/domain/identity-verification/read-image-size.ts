import "server-only";

interface ImageSize {
  width: number;
  height: number;
}

/** From the header alone, so that a picture can be refused before anything decodes it; null where there is none. */
export function readImageSize(bytes: Buffer, mediaType: "image/jpeg" | "image/png"): ImageSize | null {
  const size = mediaType === "image/png" ? readPngSize(bytes) : readJpegSize(bytes);
  return size && size.width > 0 && size.height > 0 ? size : null;
}

/** The first chunk is IHDR: width and height follow its name. */
function readPngSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < 24 || bytes.toString("latin1", 12, 16) !== "IHDR") return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks the segments up to the first start-of-frame (SOF0 to SOF15 without DHT, JPG and DAC). */
function readJpegSize(bytes: Buffer): ImageSize | null {
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += standsAlone ? 2 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
