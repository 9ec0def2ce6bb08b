import { randomBytes } from "node:crypto";

/** A name nobody had before: tests share one server and build their own people. */
export const uniqueName = (prefix: string) => `${prefix}-${randomBytes(5).toString("hex")}`;
