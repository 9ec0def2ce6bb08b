import "server-only";
import * as z from "zod";
import { getAccountSummary, getSecurityPractice } from "@/lib/domain/security-overview/account-summary-queries";
import { generateCredentialReport, getCredentialReport } from "@/lib/domain/security-overview/get-credential-report";
import { ramAction } from "../ram-action";
import { readMarker, writeMarker } from "../ram-markers";
import { optional, wire, wireDate } from "../wire";

/** RAM's longest page. */
const reportLinesMax = 3501;
const MaxItems = z.preprocess(
  (value) => (value === "" ? undefined : value),
  wire.integer(1, reportLinesMax, "").default(reportLinesMax),
);
const nothing = z.object({});
const noInput = () => undefined;

export const imsReportActions = {
  GetAccountSummary: ramAction({
    wire: nothing,
    input: noInput,
    verb: getAccountSummary,
    render: (summary) => ({ SummaryMap: summary }),
  }),
  GenerateCredentialReport: ramAction({
    wire: nothing,
    input: noInput,
    verb: generateCredentialReport,
    render: ({ state }) => ({ State: state }),
  }),
  GetCredentialReport: ramAction({
    wire: z.object({ MaxItems, NextToken: optional(wire.text) }),
    input: (said, call) => {
      const after = readMarker(call, said.NextToken, "", "NextToken");
      return { limit: said.MaxItems, ...(after !== undefined && { after }) };
    },
    verb: getCredentialReport,
    render: ({ csv, next }, _said, call) => {
      const { Marker } = writeMarker(call, next);
      return {
        Content: Buffer.from(csv, "utf8").toString("base64"),
        GeneratedTime: wireDate(call.ctx.now),
        // A text, unlike everywhere else.
        IsTruncated: String(Marker !== undefined),
        ...(Marker !== undefined && { NextToken: Marker }),
      };
    },
  }),
  GetAccountSecurityPracticeReport: ramAction({
    wire: nothing,
    input: noInput,
    verb: getSecurityPractice,
    render: ({ score, people, bound, root, with_old, with_unused, root_keys, old, unused, passwordLevel }) => ({
      AccountSecurityPracticeInfo: {
        Score: score,
        AccountSecurityPracticeUserInfo: {
          SubUser: people,
          SubUserBindMfa: bound,
          SubUserWithOldAccessKey: with_old,
          SubUserWithUnusedAccessKey: with_unused,
          RootWithAccessKey: root_keys,
          BindMfa: (root ?? 0) > 0,
          OldAkNum: old,
          UnusedAkNum: unused,
          SubUserPwdLevel: passwordLevel,
        },
      },
    }),
  }),
};
