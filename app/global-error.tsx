"use client";

/** The last resort, where not even the layout could be drawn: no words of ours are loaded here. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <h1>Something failed · 出现错误</h1>
        <p>
          <a href="/">Espalier</a> {error.digest}
        </p>
      </body>
    </html>
  );
}
