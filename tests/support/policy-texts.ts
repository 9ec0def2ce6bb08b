const stated = (effect: "Allow" | "Deny") =>
  JSON.stringify({ Version: "1", Statement: [{ Effect: effect, Action: ["oss:Get*"], Resource: ["*"] }] }, null, 2);

export const readingPolicy = stated("Allow");
export const notReadingPolicy = stated("Deny");
