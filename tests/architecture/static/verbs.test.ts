import { describe, expect, it } from "vitest";
import { type Allowlist, expectListed } from "../expect-listed";
import { callsOf, type FunctionIn, functionsIn } from "../functions-in";
import { importsOf } from "../imports-of";
import { filesBelow, sourceFiles } from "../source-tree";

const domain = filesBelow("lib/domain/").flatMap(functionsIn);
const idOf = ({ path, name }: FunctionIn) => `${path.replace("lib/domain/", "").replace(/\.\w+$/, "")}#${name}`;
const byFile = new Map<string, FunctionIn[]>();
for (const path of sourceFiles) byFile.set(path, functionsIn(path));

/** The functions a body names: those of its own file, and those its file imports by name. */
function calledBy(one: { path: string }, body: string): FunctionIn[] {
  const words = new Set(body.match(/\b[a-z]\w*\b(?=\s*[(<,)])/g) ?? []);
  const own = byFile.get(one.path) ?? [];
  const imported = importsOf(one.path).flatMap(({ target, names }) =>
    (byFile.get(target) ?? []).filter(({ name, exported }) => exported && names.includes(name)),
  );
  return [...own, ...imported].filter(({ name }) => words.has(name));
}

function reaches(one: FunctionIn, wanted: RegExp, seen = new Set<FunctionIn>()): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return wanted.test(one.body) || calledBy(one, one.body).some((next) => reaches(next, wanted, seen));
}

const takesContext = ({ parameters }: FunctionIn) => /:\s*(?:Platform)?Context\b/.test(parameters);
const opens =
  /\b(?:with(?:Read|Long|Platform|Holder)?(?:Transaction|Read)|withExport|enterByKey|askAtOnce|askByKey|enterAsSigners|claimAsKept)(?:<[^()]*?>)?\(/;

/** Verbs and queries that run before anybody is known: what each goes by instead of a decision. */
const beforeAnybodyIsKnown: Allowlist = {
  "accounts/confirm-sign-up#confirmSignUp": "goes by the sign-up's cookie and the code that was sent",
  "accounts/resend-sign-up-code#resendSignUpCode": "goes by the sign-up's cookie",
  "accounts/sign-up#findSignUp": "goes by the sign-up's cookie",
  "accounts/sign-up#signUp": "anybody may begin a sign-up; its codes are throttled",
  "accounts/sign-up-code#prepareCode": "asks whether an address has an account, for a letter instead of a code",
  "accounts/sign-up-code#requireSignUpCodeSend": "counts a code before it is sent",
  "accounts/steps#openAccount": "a step of the two verbs that make accounts; the account comes to be in it",
  "audit-log/record-refused-service-call#recordRefusedServiceCall": "writes that a key's scopes refused",
  "audit-log/record-refusal#recordRefusal": "writes that authorize refused",
  "operators/set-up-link#isSetUpLinkAlive": "goes by the hash of the link",
  "operators/set-up-link#setUpOperator": "goes by the hash of the link, which works once",
  "second-factors/sign-in-by-passkey#signInByPasskey": "goes by the passkey, counted before it is judged",
  "sign-in/check-password#checkPassword": "goes by the password, counted before it is judged",
  "sign-in/claim-link#claimSignIn": "goes by the hash of the link, which works once",
  "sign-in/claim-link#findClaimLink": "goes by the hash of the link",
  "sign-in/claim-link#openClaimLink": "goes by the hash of the link",
  "sign-in/record-attempt#recordAttempt": "writes that a sign-in was refused",
  "sign-in/request-password-reset#requestPasswordReset": "anybody may ask; the answer never tells who exists",
  "sign-in/reset-password#findResetLink": "goes by the hash of the link",
  "sign-in/reset-password#resetPassword": "goes by the hash of the link, which works once",
  "sign-in/open-for-principal#openForPrincipal": "a step of the two verbs that sign in; the proof is theirs",
  "sign-in/sign-in#signIn": "goes by the password",
  "sub-accounts/resolve-user-name#resolveUserName": "only names what the next decision is about",
};

/** Reads by one exact key, and counts under keys that are HMACs: they are what a context is made from. */
const beforeAnyContext: Allowlist = {
  "access-keys/check-signatures#checkSignatures":
    "finds what signatures are checked with, whose callers are nobody yet, and spends the nonces of those that hold",
  "access-keys/claim-kept-calls#claimKeptCalls":
    "spends the nonces of calls that held by what is kept of their keys, where nothing of it has changed",
  "access-keys/record-key-use#recordKeyRefusal": "notes a refused call on the key's own row",
  "access-keys/record-key-use#recordKeyUse": "notes a call on the key's own row, once its signature held",
  "accounts/queries#findDoor": "tells whose door an alias is, and nothing else",
  "second-factors/find-passkey-holder#findPasskeyHolder": "finds whose a passkey is, by its hash",
  "servers/list-authorized-keys#listAuthorizedKeys": "goes by the server's credential, and tells its server alone",
  "servers/record-server-asked#recordServerAsked": "notes on the server's own row that it asked",
  "servers/resume-server#resumeServer": "makes the context from the credential's hash",
  "service-keys/resume-service-key#resumeServiceKey": "makes the context from the key's hash",
  "sessions/resume-session#resumeSession": "makes the context from the cookie's hash",
  "sign-in/find-link-holder#findLinkHolder": "finds whom a link is for, by its hash",
  "sign-in/find-principal#findDoorPolicy": "how many wrong passwords this door allows, before one is counted",
  "sign-in/find-principal#findPrincipal": "finds who a typed name is; the same statements run when it is nobody",
  "sign-in/throttle#findAttempts": "reads one count, under a key that a verb has decided about",
  "sign-in/throttle#forgiveAttempt": "takes back one count",
  "sign-in/throttle#requireAttempt": "counts before anything else is done",
};

describe("who decides", () => {
  it("every exported function of the domain that is given a context and reaches rows asks authorize", () => {
    const asking = domain.filter((one) => one.exported && takesContext(one));
    expect(asking.length).toBeGreaterThan(20);
    const silent = asking.filter(
      (one) => !/\bauthorize(?:Widest|Platform|Holder)?\(/.test(one.body) && reaches(one, opens),
    );
    expectListed(silent.map(idOf), beforeAnybodyIsKnown);
  });

  it("the decision comes before the first transaction", () => {
    const late = domain.filter(({ body }) => {
      const decision = /\bauthorize(?:Widest|Platform|Holder)?\(/.exec(body)?.index;
      const opened = opens.exec(body)?.index;
      return decision !== undefined && opened !== undefined && opened < decision;
    });
    expect(late.map(idOf)).toEqual([]);
  });

  it("what is given neither a context nor a fence opens no transaction", () => {
    const loose = domain.filter(
      (one) =>
        one.exported &&
        opens.test(one.body) &&
        !/:\s*(?:(?:Platform)?(?:Context|Allowed)|Fence|PlatformFence|Holder)\b/.test(one.parameters),
    );
    expectListed(loose.map(idOf), beforeAnyContext);
  });
});

/** Writes that leave no event behind. */
const withoutAudit: Allowlist = {
  "access-keys/record-key-use#recordKeyRefusal": "notes the last refused call, at most once a second",
  "access-keys/record-key-use#recordKeyUse": "notes when the key was last used, at most once a minute",
  "accounts/confirm-sign-up#countTry": "counts a guess; the sign-up itself is recorded",
  "accounts/confirm-sign-up#dropSignUp": "takes the sign-up for the account that is opened, and recorded, next",
  "accounts/forget-idempotency-keys#forgetOf": "forgets what is too old to matter, and changes nothing of anybody",
  "webhooks/forget-webhooks#forgetOf": "forgets what is too old to matter, and changes nothing of anybody",
  "access-keys/sweep-nonces#sweepNonces": "forgets what is too old to matter, and changes nothing of anybody",
  "audit-log/make-audit-partitions#makeAuditPartitions":
    "makes room for the log itself, and changes nothing of anybody",
  "notifications/mark-notices-read#markNoticesRead": "a mark on one's own notices",
  "bulk-runs/continue-bulk-run#finish": "the run is its own record: state, times, rows",
  "bulk-runs/continue-bulk-run#mark": "the run is its own record: state, times, rows",
  "master-key/reseal-platform-values#resealPlatformValues":
    "the same values under another key; retireMasterKeys records it",
  "bulk-runs/plan-bulk-run#planBulkRun": "a draft changes nothing of anybody; starting it is recorded",
  "bulk-runs/plan-key-disabling#planKeyDisabling": "a draft changes nothing of any key; starting it is recorded",
  "bulk-runs/plan-creation#planCreation": "a draft changes nothing of anybody; starting it is recorded",
  "accounts/note-delivery#noteDelivery": "a mark on the notice of what the outbox row records",
  "notifications/deliver-waiting#claim": "the outbox row is its own record: attempts, times, last answer",
  "notifications/deliver-waiting#deliverWaiting": "the outbox row is its own record: attempts, times, last answer",
  "second-factors/begin-step-up#beginStepUp": "opens a question; the answer to it is recorded",
  "second-factors/begin-passkey-sign-in#beginPasskeySignIn": "opens a question; the answer to it is recorded",
  "second-factors/begin-passkey-step-up#beginPasskeyStepUp": "opens a question; the answer to it is recorded",
  "second-factors/take-passkey-challenge#takePasskeyChallenge": "uses a question up; the answer to it is recorded",
  "second-factors/check-proof#countTry": "counts a guess; its refusal and its success are recorded",
  "second-factors/authorize-holder#withHolderTransaction": "the transaction itself, of verbs that record",
  "service-keys/reveal-service-key#revealServiceKey": "claimServiceKey has recorded the reveal in the same request",
  "sessions/open-reveal#openReveal": "claimReveal has recorded the reveal in the same request",
  "servers/record-server-asked#recordServerAsked": "notes when the server last asked, at most once a minute",
  "service-keys/resume-service-key#touchServiceKey": "notes when the key was last used, at most once a minute",
  "sessions/resume-session#touchOperatorSession": "notes when the session was last seen, at most once a minute",
  "sessions/resume-session#touchSession": "notes when the session was last seen, at most once a minute",
  "ledger/make-money-partitions#makeMoneyPartitions": "makes room for the ledger, and changes nothing of anybody",
  "bills/advance-periods#moveOn": "the calendar's doing; closing a month is recorded",
  "fees/charge-fees#chargeFeesOf": "the charge is its own record, and who gave the fee is recorded",
  "resources/report-resource#reportResource": "the resource has a log of its own: state, version, who, when",
  "resources/report-resource#retireResource": "the resource has a log of its own: state, version, who, when",
  "resources/report-resources#reportResources": "the resource has a log of its own: state, version, who, when",
  "webhooks/deliver-webhooks#claim": "the delivery is its own record: attempts, times, answers",
  "webhooks/deliver-webhooks#mark": "the delivery is its own record: attempts, times, answers",
  "webhooks/deliver-webhooks#markService": "the delivery is its own record; this only says what the last one came to",
  "webhooks/hand-out-events#handOutOf": "the delivery is its own record: attempts, times, answers",
  "usage/rate-account#rateAccount": "the charge is its own record: price version, tier, quantity, events",
  "usage/record-usage#recordUsage": "the event is its own record: source, id, when it came",
  "usage/try-replay#tryReplay": "a replay in vain changes nothing; one that takes the event in is recorded by its verb",
  "wallet/check-due-books#checkOne": "notes when the books were last checked; what is broken in them is recorded",
  "wallet/settle-charges#settleCharges": "the ledger is its own record: what, when, which settlement",
  "sign-in/throttle#forgiveAttempt": "a count, whose refusals are recorded by whoever was refused",
  "sign-in/throttle#requireAttempt": "a count, whose refusals are recorded by whoever was refused",
};

describe("who remembers", () => {
  it("every writing transaction writes an audit event", () => {
    const silent = domain.filter((one) =>
      ["withTransaction", "withPlatformTransaction", "withHolderTransaction"].some((name) =>
        callsOf(name, one.body).some((call) => !reaches({ ...one, body: call }, /\brecord(?:Platform|Holder)?Audit\(/)),
      ),
    );
    expectListed(silent.map(idOf), withoutAudit);
  });

  it("an audit event is written in a transaction that is passed along, never in one of its own", () => {
    const apart = domain.filter(({ body }) =>
      callsOf("record(?:Platform|Holder)?Audit", body).some((call) => !/^\(\s*tx\s*,/.test(call)),
    );
    expect(apart.map(idOf)).toEqual([]);
  });
});

describe("what a transaction waits for", () => {
  it("is the database alone: nothing hashes, sends, sleeps or reads files inside", () => {
    const outside =
      /\b(?:hashPassword|verifyPassword|callOutside|fetch|sleep|setTimeout|readFile|writeFile|sendMail)\(/;
    const slow = domain.filter((one) =>
      [
        "with(?:Platform|Holder)?(?:Transaction|Read)",
        "withReadTransaction",
        "(?:enter|ask)(?:ByKey|AsSigners|AtOnce)",
      ].some((name) => callsOf(name, one.body).some((call) => outside.test(call))),
    );
    expect(slow.map(idOf)).toEqual([]);
  });
});
