import "server-only";

/** What to type to log in: a port of its own as an option, IPv6 without brackets, as `ssh` wants it. */
export function sshCommand(login: string, host: string): string {
  const [, bare = host, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(host) ?? [];
  const address = bare.replace(/^\[|\]$/g, "");
  return port ? `ssh -p ${port} ${login}@${address}` : `ssh ${login}@${address}`;
}
