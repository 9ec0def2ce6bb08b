import "server-only";

interface InstallStep {
  step: "fetch" | "install" | "users" | "reload" | "report";
  command: string;
}

/** The files of `integrations/openssh`, as the platform API hands them out to anybody. */
const files = ["install.sh", "espalier-keys", "espalier-report-logins", "50-espalier.conf", "espalier-logins.service"];

/** What somebody types on a server to make it ask; each line can be pasted as it is. */
export function installSteps(origin: string, logins: readonly string[]): InstallStep[] {
  const users = [...new Set(logins)].map((login) => `sudo useradd --create-home --shell /bin/bash ${login}`);
  return [
    {
      step: "fetch",
      command: `mkdir -p espalier-openssh && cd espalier-openssh && for file in ${files.join(" ")}; do curl -fsSO "${origin}/api/platform/v1/ssh/files/$file" || break; done`,
    },
    { step: "install", command: `sudo sh install.sh ${origin}` },
    ...(users.length > 0 ? [{ step: "users" as const, command: users.join("\n") }] : []),
    { step: "reload", command: "sudo sshd -t && sudo systemctl reload ssh" },
    { step: "report", command: "sudo systemctl daemon-reload && sudo systemctl enable --now espalier-logins" },
  ];
}
