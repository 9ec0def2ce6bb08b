export interface Part {
  name: string;
  value: string | Buffer;
  /** Present: sent as a file. */
  fileName?: string;
  type?: string;
}

/** multipart/form-data byte by byte: FormData would mend what a hostile client sends broken. */
export function encodeMultipart(parts: readonly Part[]): { body: Buffer; type: string } {
  const boundary = "----espalier-e2e-7d1f0c";
  const chunks = parts.flatMap(({ name, value, fileName, type }) => {
    const file = fileName === undefined ? "" : `; filename="${fileName}"`;
    const kind = type ? `\r\nContent-Type: ${type}` : "";
    return [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}${kind}\r\n\r\n`),
      typeof value === "string" ? Buffer.from(value) : value,
      Buffer.from("\r\n"),
    ];
  });
  return {
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}
