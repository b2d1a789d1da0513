// What a client signs with a key of its own: that a connection is its, and that it means a sensitive call.

/** Signs with the client's own key, as base64url; undefined when it has none. */
export type Sign = (text: string) => Promise<string | undefined>;

/** The text by which a signed-in browser shows that a connection comes from the page that signed in. */
export function browserText(nonce: string, scopes: readonly string[], signedAt: number): string {
  return ['gatehouse-browser-v1', nonce, scopes.join(','), signedAt].join('|');
}

/** The text that proves one sensitive call. */
export function proofText(facts: {
  readonly nonce: string;
  readonly method: string;
  readonly paramsHash: string;
  readonly signedAt: number;
}): string {
  return ['gatehouse-proof-v1', facts.nonce, facts.method, facts.paramsHash, facts.signedAt].join('|');
}

/** Params of `proof.submit` for a call that was refused for want of a proof; undefined when it was refused for another reason. */
export async function proofFor(
  { details }: { readonly details: Readonly<Record<string, unknown>> },
  method: string,
  sign: Sign,
  signedAt: number,
): Promise<{ readonly nonce: string; readonly signedAt: number; readonly signature: string } | undefined> {
  const { code, nonce, paramsHash } = details;
  if (code !== 'FRESH_PROOF_REQUIRED' || typeof nonce !== 'string' || typeof paramsHash !== 'string') return undefined;
  const signature = await sign(proofText({ nonce, method, paramsHash, signedAt }));
  return signature === undefined ? undefined : { nonce, signedAt, signature };
}
