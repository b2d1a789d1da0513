// Fresh proofs (Gatehouse extension): a sensitive call is signed by the caller's key or confirmed by a person.
import type { PendingProof } from '../types/proofs.ts';
import { adminMethod, defineMethod } from './define-method.ts';
import { Id, NoParams, Ok, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that prove a sensitive call. */
export const PROOF_METHODS = {
  'proof.submit': defineMethod({
    summary:
      'Submits a signature for a call that was answered with `FRESH_PROOF_REQUIRED`, which can then be made once. The signed text is `gatehouse-proof-v1|nonce|method|paramsHash|signedAt`, signed with the key of the device or of the signed-in browser.',
    scope: 'any',
    rate: 'pairing',
    params: closed({
      nonce: Type.String({ minLength: 1, maxLength: 128 }),
      signedAt: Type.Integer({ minimum: 0 }),
      signature: Type.String({ minLength: 1, maxLength: 256 }),
    }),
    result: Ok,
  }),
  'proof.list': adminMethod({
    summary: 'Lists sensitive calls that are waiting for a proof.',
    rate: 'pairing',
    params: NoParams,
    result: resultType<{ readonly pending: readonly PendingProof[] }>('PendingProof[]'),
  }),
  'proof.confirm': adminMethod({
    summary: 'Confirms a sensitive call in place of a signature. The caller can then make it once.',
    freshProof: true,
    rate: 'pairing',
    params: closed({ id: Id }),
    result: Ok,
  }),
  'proof.deny': adminMethod({
    summary: 'Denies a sensitive call.',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: Ok,
  }),
} as const;
