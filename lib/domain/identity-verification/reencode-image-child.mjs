// A process of its own: a decoder that an uploaded picture can crash, starve or take over must not be the server's.
// Plain JavaScript, because it is started by path from tsx and from Next's bundle alike and neither compiles it.
// Arguments: jpeg or png, megabytes of memory, millions of pixels. Picture in by stdin, out by stdout.
import sharp from "sharp";

const [format, megabytes, megapixels] = process.argv.slice(2);

// The loop stays free while libvips works in its own threads, so it can watch what they take.
setInterval(() => {
  if (process.memoryUsage.rss() > Number(megabytes) * 2 ** 20) process.exit(3);
}, 10).unref();

sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: [format === "png" ? "VipsForeignLoadPngBuffer" : "VipsForeignLoadJpegBuffer"] });
sharp.cache(false);
sharp.concurrency(1);

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);

// Without keepMetadata() nothing but the pixels is written: no EXIF, GPS, XMP, ICC, comments or trailing bytes.
const image = sharp(Buffer.concat(chunks), {
  failOn: "error",
  limitInputPixels: Number(megapixels) * 1e6,
  sequentialRead: true,
}).autoOrient();
const output = await (format === "png" ? image.png({ compressionLevel: 8 }) : image.jpeg({ quality: 88 })).toBuffer();
process.stdout.end(output);
