import "server-only";

export interface KeyFile {
  fileName: string;
  contentType: string;
  text: string;
}

/** The pair as a file: RAM's own CSV heads, or the environment variables that RAM's SDKs read. Both alphabets are plain. */
export function writeKeyFile(format: "csv" | "env", { id, secret }: { id: string; secret: string }): KeyFile {
  return format === "env"
    ? {
        fileName: `${id}.env`,
        contentType: "text/plain; charset=utf-8",
        text: `ALIBABA_CLOUD_ACCESS_KEY_ID=${id}\nALIBABA_CLOUD_ACCESS_KEY_SECRET=${secret}\n`,
      }
    : {
        fileName: `${id}.csv`,
        contentType: "text/csv; charset=utf-8",
        text: `\ufeffAccessKey ID,AccessKey Secret\r\n${id},${secret}\r\n`,
      };
}
