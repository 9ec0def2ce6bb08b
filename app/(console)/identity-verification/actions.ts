"use server";

import { deleteIdentityDocument } from "@/lib/domain/identity-verification/delete-identity-document";
import { saveIdentityVerification } from "@/lib/domain/identity-verification/save-identity-verification";
import {
  DeleteIdentityDocumentInput,
  fieldNames,
  SaveIdentityVerificationInput,
  SubmitIdentityVerificationInput,
  UploadIdentityDocumentInput,
} from "@/lib/domain/identity-verification/schema";
import { submitIdentityVerification } from "@/lib/domain/identity-verification/submit-identity-verification";
import { uploadIdentityDocument } from "@/lib/domain/identity-verification/upload-identity-document";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const saveIdentityVerificationAction = consoleAction({
  input: SaveIdentityVerificationInput,
  echo: [...fieldNames.personal, ...fieldNames.enterprise],
  verb: saveIdentityVerification,
  after: () => setFlash("identityVerification.flash.saved"),
  done: () => paths.identityVerification(),
});

export const uploadIdentityDocumentAction = consoleAction({
  input: UploadIdentityDocumentInput,
  verb: uploadIdentityDocument,
  after: () => setFlash("identityVerification.flash.uploaded"),
  done: () => paths.identityVerification(),
});

export const deleteIdentityDocumentAction = consoleAction({
  input: DeleteIdentityDocumentInput,
  verb: deleteIdentityDocument,
  after: () => setFlash("identityVerification.flash.removed"),
  done: () => paths.identityVerification(),
});

export const submitIdentityVerificationAction = consoleAction({
  input: SubmitIdentityVerificationInput,
  verb: submitIdentityVerification,
  after: () => setFlash("identityVerification.flash.submitted"),
  done: () => paths.identityVerification(),
});
