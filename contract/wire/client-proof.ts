// Texts that a client signs with its own key: to bind a connection and to prove a sensitive call.

/** Signs with the client's own key, as base64url. `undefined` if there is none. */
export type Sign = (text: string) => Promise<string | undefined>;

/** Signed by a browser to show that a connection comes from the page that signed in. */
export function browserText(nonce: string, scopes: readonly string[], signedAt: number): string {
  return ['gatehouse-browser-v1', nonce, scopes.join(','), signedAt].join('|');
}

/** Signed to prove one sensitive call. */
export function proofText(facts: {
  readonly nonce: string;
  readonly method: string;
  readonly paramsHash: string;
  readonly signedAt: number;
}): string {
  return ['gatehouse-proof-v1', facts.nonce, facts.method, facts.paramsHash, facts.signedAt].join('|');
}

/** Parameters of `proof.submit` for a call rejected with `FRESH_PROOF_REQUIRED`; `undefined` for any other error. */
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
