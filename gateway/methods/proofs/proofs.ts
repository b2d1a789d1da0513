// Fresh proofs: a signature of the caller's key, or confirmation by a person.
import type { PROOF_METHODS } from '#contract/methods/proofs.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

const OK = { ok: true } as const;

export const PROOF_HANDLERS: HandlersFor<typeof PROOF_METHODS> = {
  async 'proof.submit'(params, { gateway, connection }) {
    await gateway.proofs.give(params, connection);
    return OK;
  },

  'proof.list': (_params, { gateway }) => ({ pending: gateway.proofs.list() }),

  async 'proof.confirm'({ id }, { gateway, connection }) {
    await gateway.proofs.answer(id, true, connection.principal);
    return OK;
  },

  async 'proof.deny'({ id }, { gateway, connection }) {
    await gateway.proofs.answer(id, false, connection.principal);
    return OK;
  },
};
