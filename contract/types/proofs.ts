// Fresh proofs (ours): the types.

/** A sensitive call that waits for a proof. */
export interface PendingProof {
  readonly id: string;
  readonly method: string;
  /** Who wants it: client and address. */
  readonly actor: string;
  /** The params as JSON, shortened; what looks like a secret is left out. */
  readonly params: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}
