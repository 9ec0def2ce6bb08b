/** What React's own client sends for `action(previousState, form)`: the Flight encoding of both arguments. */
export function encodeAction(fields: Record<string, string | Buffer>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") body.append(`_1_${name}`, value);
    else body.append(`_1_${name}`, new Blob([new Uint8Array(value)], { type: "image/png" }), "document.png");
  }
  body.append("0", JSON.stringify([{ attempt: 0, values: {}, fieldErrors: {} }, "$K1"]));
  return body;
}

/** What a browser without JavaScript sends for the same action: the hidden fields that React writes into the page. */
export function encodePlainForm(id: string, fields: Record<string, string | Buffer>): FormData {
  const body = new FormData();
  body.append("$ACTION_REF_1", "");
  body.append("$ACTION_1:0", JSON.stringify({ id, bound: "$@1" }));
  body.append("$ACTION_1:1", JSON.stringify([{ attempt: 0, values: {}, fieldErrors: {} }]));
  body.append("$ACTION_KEY", "k1");
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") body.append(name, value);
    else body.append(name, new Blob([new Uint8Array(value)], { type: "image/png" }), "document.png");
  }
  return body;
}
