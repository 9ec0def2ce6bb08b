import { getTranslations } from "next-intl/server";
import { DefinitionList } from "@/components/ui/definition-list";
import { Time } from "@/components/ui/time";
import type { ServerView } from "@/lib/domain/servers/presenter";

export async function ServerFacts({ server }: { server: ServerView }) {
  const t = await getTranslations("servers");
  return (
    <DefinitionList
      items={[
        {
          term: t("hosts"),
          value: (
            <span className="grid font-mono">
              {server.hosts.map((host) => (
                <span key={host} className="break-all">
                  {host}
                </span>
              ))}
            </span>
          ),
        },
        { term: t("managedBy"), value: t(`managers.${server.managedBy}`) },
        { term: t("created"), value: <Time at={server.createdAt} /> },
        {
          term: t("lastAsked"),
          value: server.lastAskedAt ? (
            <>
              <Time at={server.lastAskedAt} />{" "}
              <span className="text-ink-3">{t("askedFrom", { ip: server.lastAskedFrom })}</span>
            </>
          ) : (
            <span className="text-ink-3">{t("neverAsked")}</span>
          ),
        },
      ]}
    />
  );
}
