/** A server's hosts one after the other, none of them broken in two. */
export function HostList({ hosts }: { hosts: readonly string[] }) {
  return (
    <span>
      {hosts.map((host, index) => (
        <span key={host} className="inline-block not-last:me-2">
          {index < hosts.length - 1 ? `${host},` : host}
        </span>
      ))}
    </span>
  );
}
