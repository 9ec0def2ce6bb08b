import "server-only";

/** A refusal in RAM's own words: clients test the code and the status. */
export class RamFault extends Error {
  override readonly name = "RamFault";
  readonly status: number;
  readonly code: string;
  readonly detail: Record<string, unknown>;

  constructor(status: number, code: string, message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** 400 `InvalidParameter.<Name>[.<what>]`. */
export function invalidParameter(name: string, what = "", message = `The parameter ${name} cannot be used.`): RamFault {
  return new RamFault(400, `InvalidParameter.${name}${what ? `.${what}` : ""}`, message);
}

export function missingParameter(name: string): RamFault {
  return new RamFault(400, `Missing${name}`, `The parameter ${name} is missing.`);
}
