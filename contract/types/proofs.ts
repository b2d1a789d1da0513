/** A sensitive call waiting for a proof. */
export interface PendingProof {
  readonly id: string;
  readonly method: string;
  /** Caller: client and address. */
  readonly actor: string;
  /** Parameters as truncated JSON, with likely secrets removed. */
  readonly params: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}
