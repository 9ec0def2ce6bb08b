import { exportSubAccounts } from "@/lib/domain/sub-accounts/export-sub-accounts";
import { ExportSubAccountsInput } from "@/lib/domain/sub-accounts/schema";
import { answerExport } from "@/lib/entrypoints/console/answer-export";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { paths } from "@/lib/entrypoints/console/paths";

/** Everybody the list's filter finds, as a file; what refuses it is said on the list. */
export const POST = consoleRoute((ctx, _params, request) =>
  answerExport(ctx, request, {
    input: ExportSubAccountsInput,
    verb: (input) => exportSubAccounts(ctx, input),
    name: () => `${ctx.account.name}_sub-accounts_${ctx.now.toISOString().slice(0, 10)}_UTC`,
    page: paths.subAccounts.list,
  }),
);
