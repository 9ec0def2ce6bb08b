import * as z from "zod";
import { Email } from "@/lib/domain/accounts/contact-schema";
import { newPassword } from "@/lib/domain/sign-in/schema";
import { boundedText } from "@/lib/foundation/text-schema";

/** A new operator, from the set-up form or the command line. */
export const CreateOperatorInput = z.strictObject({
  email: Email,
  displayName: boundedText(64),
  password: newPassword,
});
export type CreateOperatorInput = z.output<typeof CreateOperatorInput>;

export const SetUpForm = CreateOperatorInput.extend({ token: z.string().length(43, "required") });
