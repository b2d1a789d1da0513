// Fresh proofs (ours): a sensitive call is signed anew by the caller's key, or confirmed by a person who is present.
import type { PendingProof } from '../types/proofs.ts';
import { defineMethod } from './define-method.ts';
import { Id, NoParams, Ok, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const PROOF_METHODS = {
  'proof.submit': defineMethod({
    summary:
      'Signs the call that was answered `FRESH_PROOF_REQUIRED`, which may then be made once. Signed is `gatehouse-proof-v1|nonce|method|paramsHash|signedAt`, by the key of the device or of the signed-in browser.',
    scope: 'any',
    rate: 'pairing',
    params: closed({
      nonce: Type.String({ minLength: 1, maxLength: 128 }),
      signedAt: Type.Integer({ minimum: 0 }),
      signature: Type.String({ minLength: 1, maxLength: 256 }),
    }),
    result: Ok,
  }),
  'proof.list': defineMethod({
    summary: 'Sensitive calls that wait for a proof.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ readonly pending: readonly PendingProof[] }>('PendingProof[]'),
  }),
  'proof.confirm': defineMethod({
    summary: 'Confirms such a call in place of a signature; its caller may then make it once.',
    scope: 'operator.admin',
    freshProof: true,
    rate: 'pairing',
    params: closed({ id: Id }),
    result: Ok,
  }),
  'proof.deny': defineMethod({
    summary: 'Turns such a call down.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: Ok,
  }),
} as const;
