// Fresh proofs: a signature of the caller's key, or confirmation by a person.
import { defineHandlers } from '../../server/dispatch/handler.ts';

const OK = { ok: true } as const;

export const PROOF_HANDLERS = defineHandlers({
  async 'proof.submit'(params, { gateway, connection }) {
    await gateway.proofs.give(params, connection);
    return OK;
  },

  'proof.list': (_params, { gateway }) => ({ pending: gateway.proofs.list() }),

  async 'proof.confirm'({ id }, { gateway, by }) {
    await gateway.proofs.answer(id, true, by);
    return OK;
  },

  async 'proof.deny'({ id }, { gateway, by }) {
    await gateway.proofs.answer(id, false, by);
    return OK;
  },
});
