import { type ResolveFnOutput, registerHooks } from "node:module";

const files = "/node_modules/drizzle-orm/";
const found = new Map<string, ResolveFnOutput>();

/**
 * Node reads a package's `package.json` anew for each import of it and for each of its files, and that of drizzle-orm is
 * 180 kB long. What an import of it was is kept here and what its files are is said: a process of ours starts in half of
 * the time (docs/decisions/0148).
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL = "" } = context;
    if (specifier.startsWith(".") && parentURL.includes(files)) {
      return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
    }
    if (!/^drizzle-orm(?:\/|$)/.test(specifier)) return nextResolve(specifier, context);
    const resolved = found.get(specifier) ?? { ...nextResolve(specifier, context), shortCircuit: true };
    found.set(specifier, resolved);
    return resolved;
  },
});
