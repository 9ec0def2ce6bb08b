import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { getAccessKey } from "@/lib/domain/access-keys/queries";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { keySnippets } from "@/lib/entrypoints/console/key-snippets";
import { issueKey, openRamApi } from "@/tests/support/open-ram-api";

const run = promisify(execFile);

async function open() {
  const { root, port, key } = await openRamApi();
  await createSubAccount(root, CreateSubAccountInput.parse({ name: "ada" }));
  const owned = await issueKey(root, "ada");
  const snippetOf = (ownerName: string | null, name: string) => {
    const { accessKeyId: id, secret } = ownerName === null ? key : owned;
    const found = keySnippets({ id, ownerName }, `http://127.0.0.1:${port}`).find((one) => one.name === name);
    return (found?.text ?? "").replace("…", secret);
  };
  return { root, owned, snippetOf };
}

it.each(["sh", "bash"])(
  "the curl snippet signs a call that is answered, in %s, for each kind of owner",
  async (shell) => {
    const { root, owned, snippetOf } = await open();
    const ofAda = await run(shell, ["-euc", snippetOf("ada", "curl")]);
    expect(JSON.parse(ofAda.stdout)).toMatchObject({ User: { UserName: "ada" } });
    const ofRoot = await run(shell, ["-euc", snippetOf(null, "curl")]);
    expect(JSON.parse(ofRoot.stdout)).toMatchObject({ AccountAlias: root.account.alias });
    const used = async () => (await getAccessKey(root, owned.accessKeyId)).key.lastUsed;
    await expect.poll(used).toMatchObject({ service: "Ram" });
  },
);

it("with another secret it is told why it was refused, and so is the key's owner", async () => {
  const { root, owned, snippetOf } = await open();
  const refused = await run("sh", ["-euc", snippetOf("ada", "curl").replace(owned.secret, "espsk_wrong")]);
  expect(JSON.parse(refused.stdout)).toMatchObject({ Code: "SignatureDoesNotMatch" });
  // Nobody waits for the note.
  const noted = async () => (await getAccessKey(root, owned.accessKeyId)).refusal;
  await expect.poll(noted).toMatchObject({ code: "SignatureDoesNotMatch" });
});

it("the snippet for RAM's SDK runs as it stands", async () => {
  const { root, snippetOf } = await open();
  // Below the repository, so that `require` finds the SDK.
  const folder = mkdtempSync(resolve("node_modules/.snippet-"));
  try {
    for (const [owner, said] of [
      ["ada", "ada"],
      [null, root.account.alias],
    ] as const) {
      const file = `${folder}/call.cjs`;
      writeFileSync(file, snippetOf(owner, "sdk"));
      expect((await run(process.execPath, [file])).stdout).toContain(said);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
