import "server-only";
import { imsAccessKeyActions, ramAccessKeyActions } from "./actions/access-keys";
import { imsAliasActions, ramAliasActions } from "./actions/alias";
import { ramDiagnosticActions } from "./actions/diagnostics";
import { imsGroupActions, ramGroupActions } from "./actions/groups";
import { imsKeyNetworkPolicyActions } from "./actions/key-network-policies";
import { imsLoginProfileActions, ramLoginProfileActions } from "./actions/login-profiles";
import { imsMfaDeviceActions, ramMfaDeviceActions } from "./actions/mfa-devices";
import { ramPolicyActions } from "./actions/policies";
import { imsReportActions } from "./actions/reports";
import { imsSettingsActions, ramSettingsActions } from "./actions/settings";
import { imsUserActions, ramUserActions } from "./actions/users";
import type { RamAction } from "./ram-action";

const versions: Readonly<Record<string, Readonly<Record<string, RamAction>>>> = {
  "2015-05-01": {
    ...ramUserActions,
    ...ramLoginProfileActions,
    ...ramAccessKeyActions,
    ...ramSettingsActions,
    ...ramAliasActions,
    ...ramGroupActions,
    ...ramPolicyActions,
    ...ramMfaDeviceActions,
    ...ramDiagnosticActions,
  },
  "2019-08-15": {
    ...imsUserActions,
    ...imsLoginProfileActions,
    ...imsAccessKeyActions,
    ...imsSettingsActions,
    ...imsAliasActions,
    ...imsGroupActions,
    ...imsMfaDeviceActions,
    ...imsReportActions,
    ...imsKeyNetworkPolicyActions,
  },
};

/** Dispatch is by version and action alone, whatever host, path or region say; undefined: unknown. */
export function findRamAction(version: string, action: string): RamAction | undefined {
  const actions = Object.hasOwn(versions, version) ? versions[version] : undefined;
  return actions && Object.hasOwn(actions, action) ? actions[action] : undefined;
}
