import "server-only";
import * as z from "zod";
import { decodeDiagnosticMessage } from "@/lib/domain/access-keys/decode-diagnostic-message";
import type { Diagnosis } from "../diagnostics";
import { ramAction } from "../ram-action";
import { wire } from "../wire";

export const ramDiagnosticActions = {
  DecodeDiagnosticMessage: ramAction({
    wire: z.object({ EncodedDiagnosticMessage: wire.text }),
    input: ({ EncodedDiagnosticMessage }) => EncodedDiagnosticMessage,
    verb: (ctx, message: string) => decodeDiagnosticMessage<Diagnosis>(ctx, message),
    render: (diagnosis) => ({ DecodedDiagnosticMessage: diagnosis }),
    fields: { message: "EncodedDiagnosticMessage" },
  }),
};
