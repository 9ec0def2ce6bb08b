import { createRequire } from "node:module";

interface Argon2 {
  hash: (password: string, options: object) => Promise<string>;
  verify: (stored: string, password: string) => Promise<boolean>;
}

/**
 * Lets this process hash each password once, and check each pair of hash and password once: both cost 160 ms of
 * processor time at the cost we store, and a suite makes some thousand people of three passwords. What is stored and
 * what is right stay the library's own answers. For processes of tests that are about something else.
 */
const argon2 = createRequire(import.meta.url)("@node-rs/argon2") as Argon2 & { remembers?: true };
if (!argon2.remembers) {
  argon2.remembers = true;
  argon2.hash = remembered(argon2.hash);
  argon2.verify = remembered(argon2.verify);
}

function remembered<A extends unknown[], R>(ask: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  const known = new Map<string, Promise<R>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const answer = known.get(key) ?? ask(...args);
    known.set(key, answer);
    return answer;
  };
}
